//! How far two words are from each other, for what was probably meant.

/// Insertions, deletions and replacements that make one word the other.
#[must_use]
pub fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), i + 1);
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let best = (diagonal + usize::from(x != y)).min(left + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, best);
            left = best;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// The name that differs least from `word`, where that is not far.
#[must_use]
pub fn nearest_of(word: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    names
        .map(|name| (edit_distance(word, name), name))
        .min()
        .filter(|&(distance, name)| distance <= (name.len() / 3).max(2))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_far_apart_as_changes_make_one_of_the_other() {
        assert_eq!(
            (edit_distance("kitten", "sitting"), edit_distance("", "ab"), edit_distance("a", "a")),
            (3, 2, 0)
        );
    }
}
