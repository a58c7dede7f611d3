//! What is found by a domain name, or by the nearest name above it that has something. Decides nothing.

use hashbrown::HashTable;

use crate::wire::{Lower, Name, NameHashes, NameRef};

/// A map by name, whatever the case. A search for the nearest name costs one look-up for each label, however
/// many names there are.
pub struct ByName<T> {
    table: HashTable<(Name, T)>,
    hashes: NameHashes,
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        ByName { table: HashTable::new(), hashes: NameHashes::default() }
    }
}

impl<T> ByName<T> {
    /// What the name itself has.
    #[must_use]
    pub fn get(&self, name: NameRef<'_>) -> Option<&T> {
        let found = self.table.find(self.hashes.of(name.wire()), |(own, _)| own.borrow_name() == name);
        found.map(|(_, found)| found)
    }

    /// What the name itself has, to be changed; begun where it has nothing.
    pub fn at(&mut self, name: NameRef<'_>) -> &mut T
    where
        T: Default,
    {
        let ByName { table, hashes } = self;
        let hash_of = |(own, _): &(Name, T)| hashes.of(own.borrow_name().wire());
        let entry = table.entry(hashes.of(name.wire()), |(own, _)| own.borrow_name() == name, hash_of);
        &mut entry.or_insert_with(|| (name.to_name(), T::default())).into_mut().1
    }

    /// What the nearest name at or above `name` has that has something.
    #[must_use]
    pub fn closest(&self, name: NameRef<'_>) -> Option<&T> {
        self.find_up(name, |_, found| found)
    }

    /// Asks `of` about `name` and the names above it, the nearest first, each with what it has, until there
    /// is an answer.
    pub fn find_up<'s, R>(
        &'s self,
        name: NameRef<'_>,
        mut of: impl FnMut(NameRef<'_>, Option<&'s T>) -> Option<R>,
    ) -> Option<R> {
        let lower = Lower::of(name);
        lower.upwards(1).map(|at| lower.name(at)).find_map(|name| of(name, self.get(name)))
    }

    /// All that names have, to be changed, in any order.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.table.iter_mut().map(|(_, found)| found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    #[test]
    fn the_nearest_name_is_found_whatever_the_case() {
        let name = |text: &str| Name::absolute(text).expect("a test name");
        let mut map: ByName<Vec<u8>> = ByName::default();
        for (text, number) in [("example.", 1), ("a.EXAMPLE.", 2), ("A.example.", 3), (".", 0)] {
            map.at(name(text).borrow_name()).push(number);
        }
        let closest = |text: &str| map.closest(name(text).borrow_name()).cloned();
        assert_eq!(closest("x.y.A.Example."), Some(vec![2, 3]));
        assert_eq!(closest("aa.example."), Some(vec![1]));
        assert_eq!(closest("example.org."), Some(vec![0]));
        assert_eq!(map.get(name("EXAMPLE.").borrow_name()), Some(&vec![1]));
        assert_eq!(map.get(name("x.example.").borrow_name()), None);
    }
}
