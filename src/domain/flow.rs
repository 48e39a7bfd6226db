//! Movements as seen from one holder over a span of time: what came, what went, and what was taken back since.

use crate::domain::food::Category;
use crate::domain::id::{LotId, MovementId, OpId, PersonId, SiteId};
use crate::domain::ledger::{Holder, MovementReason};
use crate::domain::quantity::{Crates, Grams};
use crate::domain::time::Millis;
use std::collections::BTreeSet;

/// A movement with what a list of movements shows of its lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    pub id: MovementId,
    /// The act that made it.
    pub op: OpId,
    pub person: PersonId,
    pub occurred: Millis,
    pub from: Holder,
    pub to: Holder,
    pub crates: Crates,
    pub grams: Grams,
    /// Why, if otherwise than planned.
    pub why: Option<MovementReason>,
    /// The movement it takes back.
    pub corrects: Option<MovementId>,
    pub lot: LotId,
    pub number: i64,
    pub category: Category,
    pub donor: SiteId,
}

/// The flows that still stand: without those that were taken back, and without what took them back. Oldest first.
pub fn standing(mut flows: Vec<Flow>) -> Vec<Flow> {
    let taken_back: BTreeSet<MovementId> = flows.iter().filter_map(|flow| flow.corrects).collect();
    flows.retain(|flow| flow.corrects.is_none() && !taken_back.contains(&flow.id));
    flows.sort_by_key(|flow| (flow.occurred, flow.number));
    flows
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn flow(id: u128, corrects: Option<u128>) -> Flow {
        let named = Uuid::from_u128;
        Flow {
            id: named(id).into(),
            op: named(1).into(),
            person: named(1).into(),
            occurred: Millis(0),
            from: Holder::Supplier,
            to: Holder::Discarded,
            crates: Crates(1),
            grams: Grams(1),
            why: None,
            corrects: corrects.map(|id| named(id).into()),
            lot: named(1).into(),
            number: 1,
            category: Category::Bread,
            donor: named(1).into(),
        }
    }

    #[test]
    fn what_was_taken_back_never_was() {
        let left = standing(vec![flow(1, None), flow(2, None), flow(3, Some(1))]);
        assert_eq!(left, vec![flow(2, None)]);
    }
}
