use super::*;
use proptest::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

fn id<T: From<Uuid>>(n: u128) -> T {
    Uuid::from_u128(n).into()
}

fn holders() -> Vec<Holder> {
    vec![
        Holder::Supplier,
        Holder::Donor(id(1)),
        Holder::Vehicle(id(2)),
        Holder::Vehicle(id(3)),
        Holder::Handover(id(4)),
        Holder::Point(id(4)),
        Holder::Handover(id(5)),
        Holder::Point(id(5)),
        Holder::Hub(id(6)),
        Holder::Families(id(4)),
        Holder::Families(id(5)),
        Holder::Discarded,
    ]
}

/// The plainest model there is: each crate by itself, with the one holder that has it.
#[derive(Default)]
struct Model {
    crates: HashMap<LotId, Vec<Holder>>,
}

impl Model {
    fn try_move(&mut self, transfer: &Transfer) -> bool {
        let crates = self.crates.entry(transfer.lot).or_default();
        let count = transfer.crates.0 as usize;
        if transfer.from == Holder::Supplier {
            crates.extend(vec![transfer.to; count]);
            return true;
        }
        let at: Vec<usize> = (0..crates.len()).filter(|&i| crates[i] == transfer.from).take(count).collect();
        if at.len() < count {
            return false;
        }
        for index in at {
            crates[index] = transfer.to;
        }
        crates.retain(|holder| *holder != Holder::Supplier);
        true
    }
}

/// 2,000 cases of 500 steps: a million movements tried against the model.
#[test]
fn a_million_steps_keep_every_crate_in_exactly_one_place() {
    let mut steps = 0u64;
    let mut refused = 0u64;
    let mut runner =
        proptest::test_runner::TestRunner::new(ProptestConfig { cases: 2_000, ..ProptestConfig::default() });
    let counts = std::cell::RefCell::new((&mut steps, &mut refused));
    let step = (0u128..3, 0usize..12, 0usize..12, 1i64..6, 0i64..9_999, any::<bool>());
    runner
        .run(&prop::collection::vec(step, 500), |script| {
            let (mut book, mut model, mut log) = (Book::default(), Model::default(), Vec::<Movement>::new());
            let holders = holders();
            for (lot, from, to, crates, grams, take_back) in script {
                let mut transfer = match log.get(from * 7 % log.len().max(1)) {
                    Some(movement) if take_back => reversal(movement),
                    _ => {
                        Transfer::new(id(100 + lot), holders[from], holders[to], Crates(crates)).weighing(Grams(grams))
                    }
                };
                let before = book.clone();
                let posted = book.post(&mut transfer);
                *counts.borrow_mut().0 += 1;
                match posted {
                    Err(PostError::NoSuchWay { from, to }) => {
                        prop_assert!(!is_a_way(from, to) || transfer.from == transfer.to);
                        prop_assert_eq!(&before, &book);
                    }
                    Err(_) => {
                        *counts.borrow_mut().1 += 1;
                        prop_assert_eq!(&before, &book);
                    }
                    Ok(()) => {
                        prop_assert!(model.try_move(&transfer), "the model has no such crates: {:?}", transfer);
                        log.push(Movement {
                            id: id(1_000_000 + log.len() as u128),
                            seq: log.len() as i64 + 1,
                            transfer,
                            op: id(7),
                            occurred: Millis(0),
                            received: Millis(0),
                            person: id(8),
                            device: None,
                            device_seq: None,
                        });
                    }
                }
            }
            for lot in 0..3u128 {
                let lot = id(100 + lot);
                let mut weight = Grams::ZERO;
                for holder in &holders {
                    let balance = book.balance(lot, *holder);
                    weight += balance.grams;
                    if *holder == Holder::Supplier {
                        continue;
                    }
                    let counted =
                        model.crates.get(&lot).map_or(0, |crates| crates.iter().filter(|h| *h == holder).count());
                    prop_assert_eq!(balance.crates.0, counted as i64);
                    prop_assert!(balance.grams.0 >= 0);
                }
                prop_assert_eq!(weight, Grams::ZERO, "what the supplier gave is somewhere");
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(steps, 1_000_000);
    assert!(refused > 10_000, "the script must also try what cannot be");
}

#[test]
fn a_rejected_lot_has_no_way_to_families() {
    let (point, round) = (id(4), id(2));
    let lot = id(100);
    let mut book = Book::default();
    let donor = Holder::Donor(id(1));
    for (from, to) in [
        (Holder::Supplier, donor),
        (donor, Holder::Vehicle(round)),
        (Holder::Vehicle(round), Holder::Handover(point)),
        (Holder::Handover(point), Holder::Vehicle(round)),
    ] {
        book.post(&mut Transfer::new(lot, from, to, Crates(3)).weighing(Grams(900))).unwrap();
    }
    for from in [Holder::Vehicle(round), Holder::Handover(point), Holder::Point(point)] {
        assert!(book.post(&mut Transfer::new(lot, from, Holder::Families(point), Crates(1))).is_err());
    }
    assert_eq!(book.balance(lot, Holder::Vehicle(round)).crates, Crates(3));
}

#[test]
fn the_chain_notices_every_changed_field() {
    let row = Movement {
        id: id(1),
        seq: 1,
        transfer: Transfer::new(id(2), Holder::Supplier, Holder::Donor(id(3)), Crates(2)).weighing(Grams(500)),
        op: id(4),
        occurred: Millis(5),
        received: Millis(6),
        person: id(7),
        device: None,
        device_seq: Some(1),
    };
    let hash = link(ChainHash::START, &row);
    let changed: Vec<Movement> = vec![
        Movement { id: id(9), ..row.clone() },
        Movement { seq: 2, ..row.clone() },
        Movement { op: id(9), ..row.clone() },
        Movement { occurred: Millis(6), ..row.clone() },
        Movement { received: Millis(5), ..row.clone() },
        Movement { person: id(9), ..row.clone() },
        Movement { device: Some(id(9)), ..row.clone() },
        Movement { device_seq: None, ..row.clone() },
        Movement { transfer: row.transfer.clone().weighing(Grams(501)), ..row.clone() },
        Movement { transfer: row.transfer.clone().because(MovementReason::Other), ..row.clone() },
        Movement { transfer: row.transfer.clone().flagged(Some(Flag::Unplanned)), ..row.clone() },
        Movement { transfer: row.transfer.clone().at_stop(id(9)), ..row.clone() },
        Movement { transfer: row.transfer.clone().at_temperature(Some(Decidegrees(0))), ..row.clone() },
        Movement { transfer: Transfer { note: "x".into(), ..row.transfer.clone() }, ..row.clone() },
        Movement { transfer: Transfer { crates: Crates(3), ..row.transfer.clone() }, ..row.clone() },
        Movement { transfer: Transfer { to: Holder::Hub(id(3)), ..row.transfer.clone() }, ..row.clone() },
        Movement { transfer: Transfer { corrects: Some(id(3)), ..row.transfer.clone() }, ..row.clone() },
    ];
    for other in changed {
        assert_ne!(link(ChainHash::START, &other), hash, "{other:?}");
    }
    assert_ne!(link(hash, &row), hash);
    assert_eq!(ChainHash::from_hex(&hash.to_hex()), Some(hash));
}
