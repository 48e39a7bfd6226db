//! What shops usually give, and the lots that follow from it.

use super::dice::Dice;
use crate::domain::food::{BestBefore, Category, DateKind, Shelf, UseBy};
use crate::domain::quantity::{Crates, Grams};
use crate::import::shipped;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a shop gives of one category on a day it gives, in kilograms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Usual {
    pub(super) category: Category,
    pub(super) kilograms: f64,
    pub(super) deviation: f64,
}

/// Some food that a shop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Portion {
    pub(super) category: Category,
    pub(super) crates: Crates,
    pub(super) grams: Grams,
}

/// What each shop usually gives, by its code. Lines that cannot be read are left out; a test reads them all.
pub(super) fn usual() -> BTreeMap<String, Vec<Usual>> {
    let mut shops: BTreeMap<String, Vec<Usual>> = BTreeMap::new();
    for line in shipped::USUAL.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(site), Some(category), Some(kilograms), Some(deviation)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        if let (Ok(category), Ok(kilograms), Ok(deviation)) = (category.parse(), kilograms.parse(), deviation.parse()) {
            shops.entry(site.to_owned()).or_default().push(Usual { category, kilograms, deviation });
        }
    }
    shops
}

/// What a shop has on a day: of each category a draw around the usual, the heaviest `most` of them.
pub(super) fn draw(usual: &[Usual], dice: &mut Dice, most: usize) -> Vec<Portion> {
    let mut drawn: Vec<Portion> = usual
        .iter()
        .filter_map(|usual| {
            let kilograms = dice.around(usual.kilograms, usual.deviation);
            let there = dice.percent(88) && kilograms >= 0.8;
            #[allow(clippy::cast_possible_truncation, reason = "a shop has less than a ton")]
            let grams = (kilograms * 1000.0).round() as i64;
            let crates = (grams + usual.category.usual_crate().0 / 2) / usual.category.usual_crate().0;
            there.then_some(Portion { category: usual.category, crates: Crates(crates.max(1)), grams: Grams(grams) })
        })
        .collect();
    drawn.sort_by_key(|portion| (-portion.grams.0, portion.category));
    drawn.truncate(most);
    drawn
}

/// Until when food of a category, given on `day`, is usually good.
pub(super) fn shelf(category: Category, day: Date, dice: &mut Dice) -> Shelf {
    let (least, most) = match category {
        Category::Deli | Category::Meat | Category::Poultry | Category::Fish | Category::Meal => (1, 2),
        Category::Dairy => (1, 4),
        Category::Cheese => (0, 9),
        Category::Frozen => (30, 200),
        Category::Bread | Category::Produce | Category::Dry => (-12, 60),
    };
    let date = day.checked_add(dice.between(least, most).days()).unwrap_or(day);
    match category.usual_date() {
        DateKind::UseBy => Shelf::UseBy(UseBy(date)),
        DateKind::BestBefore => Shelf::BestBefore(BestBefore(date)),
        DateKind::None => Shelf::Undated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_shipped_quantities_is_read() {
        let lines = shipped::USUAL.lines().count() - 1;
        let read = usual();
        assert_eq!(read.values().map(Vec::len).sum::<usize>(), lines);
        assert_eq!(read.len(), 44);
        let kilograms: f64 = read.values().flatten().map(|usual| usual.kilograms).sum();
        assert!((1_500.0..2_000.0).contains(&kilograms), "{kilograms} kg a day");
    }

    #[test]
    fn a_draw_is_what_a_shop_could_have() {
        let mut dice = Dice::new(1, 0);
        for usual in usual().values() {
            let drawn = draw(usual, &mut dice, 5);
            assert!(drawn.len() <= 5);
            assert!(
                drawn.iter().all(|portion| portion.crates >= Crates(1) && portion.grams.0 <= 15_000 * portion.crates.0),
                "{drawn:?}"
            );
        }
    }
}
