//! The fairest use of the food, rounds aside: who should get how much of which lot if every lot could be at every point
//! that takes it. A minimum-cost flow from lots over points and categories, whose convex shortages are parallel arcs, to
//! the room of points by class (Ahuja, Magnanti & Orlin 1993, "Network Flows", chapters 9 and 14; successive shortest
//! paths). No plan can be fairer, which makes it a bound, and it is a baseline: share out first, drive then.

use crate::domain::food::{Category, PerClass, StorageClass};
use crate::planner::fairness::Fairness;
use crate::planner::instance::Instance;
use crate::planner::problem::PlanningProblem;
use crate::planner::solution::Solution;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Grams of a supply for a sink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FairShare {
    pub supply: usize,
    pub sink: usize,
    pub grams: i64,
}

/// The fairest use, and by how much it relieves the weighted shortage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fairest {
    /// By how many weighted grams the shortage shrinks.
    pub relief: i64,
    /// Who gets what. Supplies that relieve no shortage are not in it.
    pub shares: Vec<FairShare>,
}

impl Fairest {
    /// How much of the fairest use a plan reaches, in percent: 100 where there is nothing to share out.
    pub fn reached(&self, problem: &PlanningProblem, plan: &Solution) -> i64 {
        let relief = Fairness::new(problem).relief_of(problem, plan);
        if self.relief == 0 {
            100
        } else {
            i64::try_from(i128::from(relief) * 100 / i128::from(self.relief)).unwrap_or(0)
        }
    }
}

struct FlowArc {
    to: usize,
    room: i64,
    /// What a gram gains on it; what is taken back loses as much.
    gain: i64,
}

/// A network; every arc is followed by its way back.
struct FlowNetwork {
    arcs: Vec<FlowArc>,
    from: Vec<Vec<usize>>,
}

impl FlowNetwork {
    fn new(nodes: usize) -> Self {
        Self { arcs: Vec::new(), from: vec![Vec::new(); nodes] }
    }

    fn join(&mut self, from: usize, to: usize, room: i64, gain: i64) -> usize {
        let arc = self.arcs.len();
        self.arcs.push(FlowArc { to, room, gain });
        self.arcs.push(FlowArc { to: from, room: 0, gain: -gain });
        self.from[from].push(arc);
        self.from[to].push(arc + 1);
        arc
    }

    /// The way from the first node to the last that gains most, as its arcs, and what a gram gains on it. There is no
    /// circle that gains, as flows grow along best ways only, so the queue runs dry (Bellman-Ford).
    fn best_path(&self) -> Option<(Vec<usize>, i64)> {
        let target = self.from.len() - 1;
        let mut gain = vec![i64::MIN; self.from.len()];
        let mut by = vec![usize::MAX; self.from.len()];
        let mut waits = vec![false; self.from.len()];
        let mut queue = VecDeque::from([0]);
        gain[0] = 0;
        while let Some(node) = queue.pop_front() {
            waits[node] = false;
            for &arc in &self.from[node] {
                let FlowArc { to, room, gain: more } = self.arcs[arc];
                if room > 0 && gain[node] + more > gain[to] {
                    (gain[to], by[to]) = (gain[node] + more, arc);
                    if !waits[to] {
                        waits[to] = true;
                        queue.push_back(to);
                    }
                }
            }
        }
        if gain[target] <= 0 {
            return None;
        }
        let (mut path, mut node) = (Vec::new(), target);
        while node != 0 {
            path.push(by[node]);
            node = self.arcs[by[node] ^ 1].to;
        }
        Some((path, gain[target]))
    }

    fn send(&mut self, path: &[usize]) -> i64 {
        let grams = path.iter().map(|&arc| self.arcs[arc].room).min().unwrap_or(0);
        for &arc in path {
            self.arcs[arc].room -= grams;
            self.arcs[arc ^ 1].room += grams;
        }
        grams
    }
}

/// Lots that are alike to every sink, and the sinks that take them.
struct LotGroup {
    category: Category,
    class: StorageClass,
    sinks: Vec<usize>,
    lots: Vec<usize>,
    grams: i64,
}

fn groups(instance: &Instance) -> Vec<LotGroup> {
    let problem = instance.problem;
    let mut groups: BTreeMap<(Category, StorageClass, Vec<usize>), LotGroup> = BTreeMap::new();
    for (supply, lot) in problem.supplies.iter().enumerate() {
        let takes = |sink: &usize| !problem.sinks[*sink].hub && problem.sinks[*sink].room[lot.class].0 > 0;
        let mut sinks: Vec<usize> =
            instance.eligible_sinks[supply].iter().map(|&sink| sink as usize).filter(takes).collect();
        sinks.sort_unstable();
        let key = (lot.category, lot.class, sinks.clone());
        let group = groups.entry(key).or_insert_with(|| LotGroup {
            category: lot.category,
            class: lot.class,
            sinks,
            lots: Vec::new(),
            grams: 0,
        });
        group.lots.push(supply);
        group.grams += lot.grams.0;
    }
    groups.into_values().collect()
}

/// The fairest use of the food of a day. Room is counted in grams of the heaviest crates that could fill it, so the bound
/// is never too low.
pub(crate) fn fairest(instance: &Instance) -> Fairest {
    let problem = instance.problem;
    let groups = groups(instance);
    let points = problem.sinks.len();
    let (categories, classes) = (Category::ALL.len(), StorageClass::ALL.len());
    let cell = |sink: usize, category: Category| 1 + groups.len() + sink * categories + category as usize;
    let rooms = 1 + groups.len() + points * categories;
    let room = |sink: usize, class: StorageClass| rooms + sink * classes + class as usize;
    let target = rooms + points * classes;
    let mut network = FlowNetwork::new(target + 1);
    let mut heaviest = PerClass::all(0);
    for lot in &problem.supplies {
        let heavy = &mut heaviest[lot.class];
        *heavy = (lot.grams.0 + lot.crates.0 - 1).max(0).div_euclid(lot.crates.0).max(*heavy);
    }
    // Each cell is joined to the room of the classes its category comes in.
    let mut joined = BTreeSet::new();
    let mut handed: Vec<(usize, usize, usize)> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        network.join(0, 1 + at, group.grams, 0);
        for &sink in &group.sinks {
            let to = cell(sink, group.category);
            handed.push((network.join(1 + at, to, group.grams, 0), at, sink));
            if joined.insert((to, group.class)) {
                for (grams, weight) in instance.fairness.pieces(sink, group.category) {
                    network.join(to, room(sink, group.class), grams, weight);
                }
            }
        }
    }
    for (sink, point) in problem.sinks.iter().enumerate() {
        for &class in StorageClass::ALL {
            let grams = point.room[class].0 * heaviest[class];
            network.join(room(sink, class), target, grams, 0);
        }
    }
    let mut relief = 0;
    while let Some((path, gain)) = network.best_path() {
        relief += network.send(&path) * gain;
    }
    let flows = handed.iter().map(|&(arc, group, sink)| (group, sink, network.arcs[arc ^ 1].room));
    Fairest { relief, shares: shares(instance, &groups, flows.collect()) }
}

/// Hands what a group sends to each sink out of its lots, the nearest pairs first.
fn shares(instance: &Instance, groups: &[LotGroup], flows: Vec<(usize, usize, i64)>) -> Vec<FairShare> {
    let mut left: Vec<i64> = instance.problem.supplies.iter().map(|lot| lot.grams.0).collect();
    let mut pairs: Vec<(i64, usize, usize)> = Vec::new();
    for (at, &(group, sink, grams)) in flows.iter().enumerate() {
        if grams > 0 {
            let to = instance.problem.sinks[sink].location;
            pairs.extend(
                groups[group]
                    .lots
                    .iter()
                    .map(|&lot| (instance.cost(instance.problem.supplies[lot].location, to), at, lot)),
            );
        }
    }
    pairs.sort_unstable();
    let mut wanted: Vec<i64> = flows.iter().map(|flow| flow.2).collect();
    let mut shares = Vec::new();
    for (_, at, supply) in pairs {
        let grams = wanted[at].min(left[supply]);
        if grams > 0 {
            wanted[at] -= grams;
            left[supply] -= grams;
            shares.push(FairShare { supply, sink: flows[at].1, grams });
        }
    }
    shares
}
