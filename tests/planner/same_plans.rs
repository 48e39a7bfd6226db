//! The plans that fixed seeds and iterations give, on small problems that together reach every part of the planner. They
//! are the same on every machine. Work on the planner that is not meant to change plans must leave every line as it is;
//! work that is meant to says so by putting the lines that the test prints in their place, beside new figures in
//! docs/benchmarks.md.

use crate::instances::{instance, under_way};
use crate::routing::{Aim, Instance, Node, Request};
use girofresco::domain::plan::Objective;
use girofresco::planner::problem::PlanningProblem;
use girofresco::planner::solution::Solution;
use girofresco::planner::{Budget, Control, SearchProgress, solve, solve_from};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::fmt::Write;

/// Numbers mixed into one (FNV-1a), which no change of the standard library can change.
struct Mixed(u64);

impl Mixed {
    const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn add(&mut self, numbers: impl IntoIterator<Item = i64>) {
        for number in numbers {
            self.bytes(&number.to_le_bytes());
        }
    }

    fn objective(&mut self, objective: Objective) {
        self.add([objective.lost, objective.unfair, objective.effort, objective.change]);
    }
}

fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap()
}

/// All that a plan says.
fn fingerprint(plan: &Solution) -> u64 {
    let mut mixed = Mixed::new();
    for round in &plan.rounds {
        mixed.add([number(round.vehicle), round.depart, round.finish, round.metres.0, round.driving.0]);
        for visit in &round.visits {
            mixed.add([number(visit.location), visit.arrive, visit.start, visit.depart]);
            for action in &visit.actions {
                mixed.add([number(action.supply), action.crates.0, action.grams.0]);
                mixed.add([action.sink.map_or(-1, number), action.cold.map_or(-1, |cold| cold.0)]);
                mixed.bytes(serde_json::to_string(&action.reasons).unwrap().as_bytes());
            }
        }
    }
    for left in &plan.left {
        mixed.add([number(left.supply), left.crates.0, left.grams.0, i64::from(left.fix.is_some())]);
        mixed.bytes(left.code.word().as_bytes());
    }
    mixed.objective(plan.objective);
    mixed.0
}

/// Runs of the planner, one line each.
struct Lines(String);

impl Lines {
    /// A line has the objective, the fingerprint of the plan, and that of the way to it: the best after each iteration.
    fn run(
        &mut self,
        name: &str,
        plan: impl FnOnce(&mut dyn FnMut(SearchProgress) -> Control) -> Option<Solution>,
    ) -> Option<Solution> {
        let mut trail = Mixed::new();
        let plan = plan(&mut |progress: SearchProgress| {
            trail.objective(progress.objective);
            Control::Continue
        });
        match &plan {
            Some(plan) => {
                let Objective { lost, unfair, effort, change } = plan.objective;
                let (plan, trail) = (fingerprint(plan), trail.0);
                writeln!(self.0, "{name}: {lost} {unfair} {effort} {change} {plan:016x} {trail:016x}").unwrap();
            }
            None => writeln!(self.0, "{name}: cannot be kept").unwrap(),
        }
        plan
    }

    fn solve(&mut self, name: &str, problem: &PlanningProblem, seed: u64, budget: Budget) -> Solution {
        self.run(name, |on_progress| solve(problem, seed, budget, on_progress).ok()).unwrap()
    }

    /// Fails with all lines if one is not as expected.
    fn are(&self, expected: &str) {
        assert!(self.0 == expected, "the plans are now\n{}", self.0);
    }
}

/// Requests strewn over a square, loaded and unloaded in narrow windows; for some the way is short of time.
fn strewn(requests: usize, vehicles: usize, ride: Option<f64>) -> Instance {
    let mut rng = Pcg64Mcg::seed_from_u64(7);
    let mut node = |window: (f64, f64), service: f64| {
        let mut at = || f64::from(rng.random_range(0..100));
        Node { x: at(), y: at(), window, service }
    };
    let mut nodes = vec![Node { x: 50.0, y: 50.0, ..node((0.0, 480.0), 0.0) }];
    let mut times = Pcg64Mcg::seed_from_u64(8);
    for _ in 0..requests {
        let from = f64::from(times.random_range(0..280));
        let until = from + f64::from(times.random_range(30..100));
        nodes.push(node((from, until), 5.0));
        nodes.push(node((from + 20.0, until + 110.0), 5.0));
    }
    let requests = (0..requests).map(|nth| Request {
        pickup: 2 * nth + 1,
        delivery: 2 * nth + 2,
        load: f64::from(times.random_range(1..5)),
        known: 0.0,
    });
    let requests = requests.collect();
    Instance { name: "strewn".into(), vehicles, capacity: 10.0, nodes, requests, ride, duration: ride.map(|_| 420.0) }
}

#[test]
fn routing_problems_have_the_same_plans() {
    let mut lines = Lines(String::new());
    let tight = strewn(24, 14, None).problem(Aim::Vehicles).unwrap();
    lines.solve("fewest vehicles", &tight, 1, Budget::of(250));
    lines.solve("fewest vehicles, another seed", &tight, 2, Budget::of(250));
    let rides = strewn(20, 10, Some(90.0)).problem(Aim::Distance).unwrap();
    lines.solve("short rides", &rides, 1, Budget::of(250));
    lines.solve("short rides, two starts", &rides, 5, Budget { iterations: 60, starts: 2 });
    // Long enough for what did well to be drawn more often, several times.
    lines.solve("short rides, for longer", &rides, 3, Budget::of(900));
    lines.are(ROUTING);
}

#[test]
fn made_days_have_the_same_plans() {
    let mut lines = Lines(String::new());
    let problem = crate::benchmarks::made("made-1-1").problem();
    let first = lines.solve("made-1-1", &problem, 1, Budget::of(150));
    lines.solve("made-1-2", &crate::benchmarks::made("made-1-2").problem(), 2, Budget::of(100));
    let current = first.in_force(problem.vehicles.len());
    let mut late = problem.clone();
    late.vehicles.iter_mut().for_each(|vehicle| vehicle.from += 1_800);
    for iterations in [0, 60] {
        let name = format!("made-1-1 half an hour late, {iterations} iterations");
        lines.run(&name, |on_progress| solve_from(&late, &current, 1, Budget::of(iterations), on_progress).ok());
    }
    let mut scarce = problem;
    scarce.vehicles.truncate(2);
    for sink in &mut scarce.sinks {
        sink.room.0.iter_mut().for_each(|room| room.0 /= 3);
    }
    lines.solve("made-1-1 with two vehicles and a third of the room", &scarce, 1, Budget::of(40));
    lines.are(MADE);
}

#[test]
fn random_problems_have_the_same_plans() {
    let mut lines = Lines(String::new());
    // Those of the first 200 that carry most: with hubs, lots on board, splits and several vehicles.
    for seed in [5, 16, 26, 29, 41, 49, 76, 84, 102, 110, 112, 126, 128, 145, 146, 148, 187, 191, 197] {
        let problem = instance(seed);
        let first = lines.solve(&format!("random {seed}"), &problem, seed, Budget::of(30));
        let later = under_way(&problem, &first, 2);
        lines.run(&format!("random {seed} under way"), |on_progress| {
            solve(&later, seed, Budget::of(20), on_progress).ok()
        });
    }
    lines.are(RANDOM);
}

const ROUTING: &str = "\
fewest vehicles: 0 0 51568386 0 023fc63dc46ac9de e9b61a5d527a5978
fewest vehicles, another seed: 0 0 51647923 0 eaf3d34006f5bee1 7fb51504276f74d1
short rides: 0 0 1626205 0 68f552f31c78f273 17f02af4266db4be
short rides, two starts: 0 0 1631061 0 0ef04bee98192941 d00671925b23b152
short rides, for longer: 0 0 1626154 0 b40177e4bdfbf80a 85778f541b4b3064
";

const MADE: &str = "\
made-1-1: 21464 61 83646 0 3073d91798daec67 d019480de0d5667e
made-1-2: 75701 66 85833 0 109940f66954f132 220bb486edc12020
made-1-1 half an hour late, 0 iterations: 756254 67 80352 0 6a4b0458391cfb45 a781ff1afeeb6abf
made-1-1 half an hour late, 60 iterations: 397496 79 82510 0 066f02a0b007d4ed 1ec67a0288071c18
made-1-1 with two vehicles and a third of the room: 1951159 123 37123 0 f66591ca6b2de05c 7ed077e8a80f2281
";

const RANDOM: &str = "\
random 5: 158970 0 26856 7 861c5abd37a272ec 60bc24e61b8466fe
random 5 under way: 158970 0 26856 3 0ff4eba3976ff153 8c34a7df4b5c4f3a
random 16: 504351 76 15995 2 deb63b717cd53c03 2599a58ff4723ca4
random 16 under way: 469038 72 15995 0 6c59f52971708c6c ecab33384111af1f
random 26: 462495 1661 19393 8 d91fe71aab90ea46 f37052443de85220
random 26 under way: 462495 1661 19393 3 19cfb7de2e65d53b adae80ff19f50103
random 29: 282470 1328 12157 0 feec8bedd997265e 92dfbd6cd2a2ca85
random 29 under way: 282470 1328 12157 0 51f669bad41a14e3 ffdd14f3ca8f2fc5
random 41: 384000 16 28938 9 e6e56a68c0a51f68 a3c09da06cddbaf4
random 41 under way: 401055 16 28938 8 b8045ceafe69d673 4b4646010b45e6ae
random 49: 49480 36 15378 5 6bb2567253a9545f 8e0810cf07ff34ab
random 49 under way: 49480 33 15862 3 8747935c73e87df4 192c6d161943d340
random 76: 725417 24 24539 0 89d440680c7b24b9 95e6654d5f4e3339
random 76 under way: 725417 24 24539 0 cd5a84d219966c15 56d2807a95a4113e
random 84: 186943 282 29395 5 03b9da68c9a8189a f64060c9a55296fb
random 84 under way: 186943 282 29395 3 0400e227d01a2a6c 5f8010b70c048081
random 102: 92380 4 18258 6 478292e0f05e8f20 f4e08cac1e26d721
random 102 under way: 92380 4 18258 2 de5b0a58706dda0c 51f220d1705da30d
random 110: 275700 6 25784 2 d8c586c187bad963 411cb3a8106668a9
random 110 under way: 275700 6 25784 1 52a7d3b3c71f5e2d d8e22b7b3dbc7f5a
random 112: 127611 1694 28880 11 92ae4349cf829a7e 9f2fc602d68541b6
random 112 under way: 127611 1694 28880 6 fbb3abb304bfad31 680624038a8fc6af
random 126: 957343 0 22750 7 9ad9189f3c9b1de5 a6418fa144c162f8
random 126 under way: 957343 0 22750 5 7646ce48f173ef23 51bbdb03f6c9b312
random 128: 291511 536 23752 3 c739d4c327cf06bf a381367b658b8e91
random 128 under way: 291511 536 23752 0 23a1aba22b21761f 7c9d0621ddd46932
random 145: 93928 1 13996 8 027fa69abacf19ea 7564510813e8497f
random 145 under way: 93928 1 13996 4 6637bccbf84c295c 064b433c876b3365
random 146: 91765 1 24516 11 517096e37253add8 edb655d8afd9c3c3
random 146 under way: 92991 1 24509 8 06e1c4419b1ad9c6 d2296b7c43cb2b1b
random 148: 167470 2 24906 0 10068a438cd84fd4 6feeb2e21b30e46d
random 148 under way: 167470 2 25455 0 7ae8285ea6f29e6a 70288e9d8da02707
random 187: 33596 1 13797 1 425d03ab53a1ae72 d98d43e3a70ba5de
random 187 under way: 33596 1 13797 0 28e9f101ffca9755 ad47be4306bf87bb
random 191: 89127 7 29995 1 684f7dc539043f6b ecf5df33cb51852d
random 191 under way: 89127 7 29995 0 4110b0ee2ae02460 8ddcd2649d3e7780
random 197: 51081 887 26186 8 728db2e7a83372c9 fc0e822c27349d85
random 197 under way: 59595 949 21101 3 15d48328551d74d0 824486f1409e7882
";
