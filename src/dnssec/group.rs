//! Things of one kind, of which a zone may have a million: the first few, and how many there are.

use std::collections::BTreeMap;

/// How many of each kind are kept.
pub const EXAMPLES: usize = 20;

/// Items by kind: the first [`EXAMPLES`] of each in the order they came, and the count of all.
#[derive(Debug, Clone)]
pub struct Groups<K, T> {
    groups: BTreeMap<K, (u64, Vec<T>)>,
}

impl<K, T> Default for Groups<K, T> {
    fn default() -> Self {
        Groups { groups: BTreeMap::new() }
    }
}

impl<K: Ord, T> Groups<K, T> {
    /// Adds one more of a kind.
    pub fn add(&mut self, kind: K, item: T) {
        let (count, items) = self.groups.entry(kind).or_insert_with(|| (0, Vec::new()));
        *count += 1;
        if items.len() < EXAMPLES {
            items.push(item);
        }
    }

    /// Adds what was found behind it.
    pub fn append(&mut self, later: Self) {
        for (kind, (more, found)) in later.groups {
            let (count, items) = self.groups.entry(kind).or_insert_with(|| (0, Vec::new()));
            *count += more;
            let room = EXAMPLES.saturating_sub(items.len());
            items.extend(found.into_iter().take(room));
        }
    }

    /// The kinds in order, each with its count and the first of its items.
    pub fn iter(&self) -> impl Iterator<Item = (&K, u64, &[T])> {
        self.groups.iter().map(|(kind, (count, items))| (kind, *count, items.as_slice()))
    }

    /// The count and the first items of one kind.
    #[must_use]
    pub fn get(&self, kind: &K) -> (u64, &[T]) {
        self.groups.get(kind).map_or((0, &[]), |(count, items)| (*count, items.as_slice()))
    }

    /// The count and the first items of one kind, to be completed.
    pub fn get_mut(&mut self, kind: &K) -> (u64, &mut [T]) {
        self.groups.get_mut(kind).map_or((0, &mut []), |(count, items)| (*count, items.as_mut_slice()))
    }

    /// How many of one kind there are besides those that are kept.
    #[must_use]
    pub fn unkept(&self, kind: &K) -> u64 {
        let (count, items) = self.get(kind);
        count.saturating_sub(u64::try_from(items.len()).unwrap_or(u64::MAX))
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}
