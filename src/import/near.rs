//! Finds what somebody probably meant.

use crate::domain::text::folded;

/// At most this many guesses.
const MOST_GUESSES: usize = 3;
/// Longer texts are not guessed at.
const LONGEST: usize = 60;

/// The candidates that are spelt nearly like `text`, nearest first.
pub(super) fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let given: Vec<char> = folded(text).chars().take(LONGEST + 1).collect();
    if given.is_empty() || given.len() > LONGEST {
        return Vec::new();
    }
    let mut found: Vec<(usize, &str)> = candidates
        .filter_map(|candidate| {
            let known: Vec<char> = folded(candidate).chars().take(LONGEST).collect();
            let far = distance(&given, &known);
            let begins = given.len() >= 4 && known.len() > given.len() && known.starts_with(&given);
            let limit = 1 + given.len().max(known.len()) / 5;
            (far <= limit && far < given.len().max(known.len()) || begins)
                .then_some((if begins { 1 } else { far }, candidate))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(MOST_GUESSES).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (row[j] + 1).min(last[j + 1] + 1).min(last[j] + usize::from(x != y));
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        let towns = ["Codogno", "Corno Giovine", "Cornovecchio", "Lodi", "Lodi Vecchio", "Sant'Angelo Lodigiano"];
        let guess = |text| nearest(text, towns.into_iter());
        assert_eq!(guess("Codongo"), ["Codogno"]);
        assert_eq!(guess("sant’angelo"), ["Sant'Angelo Lodigiano"]);
        assert_eq!(guess("Lodivecchio"), ["Lodi Vecchio"]);
        assert_eq!(guess("Milano"), Vec::<String>::new());
        assert_eq!(guess(""), Vec::<String>::new());
    }
}
