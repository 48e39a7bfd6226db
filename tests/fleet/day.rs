//! A day of the fleet: who does what when, what the network does to it, and a ledger of every deed kept beside the
//! phones, which the server is held to afterwards.

use crate::network::{Dice, Fate};
use crate::phone::{Entry, Form, Heard, Phone, Quirk};
use crate::town::{self, DAY, DRIVERS, Resident, SHOPS, Server, Town};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use girofresco::app::refusal::Refusal;
use girofresco::app::{Act, App};
use girofresco::domain::food::Category;
use girofresco::domain::id::{LotId, OpId, PersonId, PlanId, SiteId, StopId};
use girofresco::domain::ledger::Holder;
use girofresco::domain::plan::{Action, DayPlan, Stop};
use girofresco::domain::quantity::Crates;
use girofresco::domain::time::Millis;
use girofresco::web::{Web, router};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use tower::ServiceExt;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// The most a clock is wrong by.
const MOST_SKEW: i64 = 26 * HOUR;
/// What waits for others is refused after a day; a clock that is ahead makes that two.
const DAYS_TO_SETTLE: i64 = 4;

/// What a driver said of one lot at a stop.
#[derive(Debug, Clone)]
pub struct Said {
    pub lot: LotId,
    pub action: Action,
    pub planned: i64,
    pub crates: i64,
}

/// What somebody did.
#[derive(Debug, Clone)]
pub enum Did {
    Announced(Vec<(Category, i64)>),
    SaidNothing,
    Reduced { lot: LotId },
    Stop { stop: StopId, site: SiteId, round: usize, said: Vec<Said> },
    Missed { stop: StopId },
    Told,
    Checked { point: usize, lines: Vec<(LotId, i64, bool)> },
    Gave { point: usize, lots: Vec<(LotId, i64)> },
    Discarded { point: usize, lot: LotId, crates: i64 },
    SetDown { round: usize, lots: Vec<(LotId, i64)> },
    Ended,
    Undid(OpId),
}

impl Did {
    /// What the server calls it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Announced(_) | Self::SaidNothing => "announce",
            Self::Reduced { .. } => "reduce",
            Self::Stop { .. } => "stop",
            Self::Missed { .. } => "miss",
            Self::Told => "problem",
            Self::Checked { .. } => "check-in",
            Self::Gave { .. } => "hand-out",
            Self::Discarded { .. } => "discard",
            Self::SetDown { .. } => "set-down",
            Self::Ended => "end-round",
            Self::Undid(_) => "undo",
        }
    }
}

/// Where a deed is, but for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// On its phone.
    Phone,
    /// Taken back before anybody knew of it.
    Withdrawn,
    /// On a phone that lost everything.
    Wiped,
}

/// A line of the ledger kept beside the phones.
#[derive(Debug, Clone)]
pub struct Deed {
    pub op: OpId,
    pub did: Did,
    pub person: PersonId,
    pub phone: usize,
    pub seq: i64,
    pub keys: Vec<String>,
    pub made: Millis,
    pub told: Millis,
    pub whereabouts: Whereabouts,
    /// The server's last word as the phone understood it, and when it heard.
    pub heard: Option<(bool, Millis)>,
}

#[derive(Debug, Clone, Copy)]
enum User {
    Shop(usize),
    Driver(usize),
    Point(usize),
    Coordinator,
}

#[derive(Debug, Clone, Copy)]
enum Habit {
    Announce,
    SayNothing,
    Reduce,
    Drive,
    Tell,
    Check(usize),
    HandOut,
    HelpOut,
}

enum Event {
    Do(usize, Habit),
    Undo(usize, OpId),
    Online(usize, bool),
    Jump(usize),
    Kill(usize),
    Wipe(usize),
    ChangeHands(usize),
    LockOut(usize),
    SignIn(usize),
    Replan,
    Open(usize),
    Send { phone: usize, life: u32 },
    Hear { phone: usize, life: u32, seq: i64, deed: usize, heard: Heard },
    Arrive(Sending),
}

/// A request on its way.
#[derive(Debug, Clone)]
struct Sending {
    url: String,
    body: String,
    outbox: String,
    token: String,
}

/// What a person remembers, whatever happens to the phone.
#[derive(Debug, Default)]
struct Memory {
    /// The version of the plan on the phone.
    plan: usize,
    done: BTreeSet<StopId>,
    holds: BTreeMap<LotId, i64>,
    ended: bool,
}

/// A day.
pub struct Fleet {
    pub town: &'static Town,
    pub server: Server,
    pub deeds: Vec<Deed>,
    pub phones: Vec<Phone>,
    /// How many requests the server got.
    pub requests: u64,
    router: Router,
    dice: Dice,
    now: Millis,
    queue: BTreeMap<(i64, u64), Event>,
    queued: u64,
    users: Vec<User>,
    memories: Vec<Memory>,
    others: BTreeMap<usize, Resident>,
    /// What stands at a point, unchecked, whatever phones and server know of it: by point and round.
    set_down: BTreeMap<(usize, usize), BTreeMap<LotId, i64>>,
    plans: Vec<(PlanId, DayPlan)>,
    trace: Sha256,
    calm: bool,
    outage: (Millis, Millis),
    quirk: Quirk,
}

impl Fleet {
    /// The morning of the day.
    pub async fn new(seed: u64, quirk: Quirk) -> Self {
        let town = town::town();
        let (now, mut dice) = (town.at(6, 30), Dice::new(seed));
        let server = town.server(seed, now).await;
        let outage = town.at(8, 0) + girofresco::domain::quantity::Seconds(dice.between(0, 6 * 3600));
        let mut fleet = Self {
            town,
            router: router(Web::new(server.app.clone(), "http://127.0.0.1:8080")),
            server,
            deeds: Vec::new(),
            phones: Vec::new(),
            requests: 0,
            dice,
            now,
            queue: BTreeMap::new(),
            queued: 0,
            users: Vec::new(),
            memories: Vec::new(),
            others: BTreeMap::new(),
            set_down: BTreeMap::new(),
            plans: vec![town.plan.clone()],
            trace: Sha256::new(),
            calm: false,
            outage: (outage, Millis(outage.0 + 8 * MINUTE)),
            quirk,
        };
        fleet.hand_out_phones();
        fleet.plan_the_day();
        fleet
    }

    fn app(&self) -> &App {
        &self.server.app
    }

    fn hand_out_phones(&mut self) {
        let town = self.town;
        for shop in 0..SHOPS {
            self.others.insert(self.users.len(), town.staff[2 * shop + 1].clone());
            self.add_phone(User::Shop(shop), &town.staff[2 * shop]);
        }
        for (nth, driver) in town.drivers.iter().enumerate() {
            self.add_phone(User::Driver(nth), driver);
        }
        for (point, volunteer) in &town.volunteers {
            self.add_phone(User::Point(*point), volunteer);
        }
        for coordinator in &town.coordinators {
            self.add_phone(User::Coordinator, coordinator);
        }
    }

    fn add_phone(&mut self, user: User, owner: &Resident) {
        let is_wrong = self.dice.percent(30);
        let skew = if is_wrong { self.dice.between(-MOST_SKEW, MOST_SKEW) } else { 0 };
        self.phones.push(Phone::new(owner.person, owner.token.clone(), skew, self.quirk));
        self.users.push(user);
        self.memories.push(Memory::default());
    }

    /// Puts everything that does not follow from something else into the queue.
    fn plan_the_day(&mut self) {
        let start = self.now;
        for phone in 0..self.phones.len() {
            self.plan_network(phone);
            match self.users[phone] {
                User::Shop(_) => {
                    for (chance, habit) in [(70, Habit::Announce), (15, Habit::SayNothing), (30, Habit::Reduce)] {
                        if self.dice.percent(chance) {
                            let at = self.within(30 * MINUTE, 6 * HOUR);
                            self.at(at, Event::Do(phone, habit));
                        }
                    }
                    if self.dice.percent(35) {
                        let at = self.within(HOUR, 6 * HOUR);
                        self.at(at, Event::ChangeHands(phone));
                        let back = at.0 + self.dice.between(10 * MINUTE, 3 * HOUR);
                        self.at(Millis(back), Event::ChangeHands(phone));
                    }
                }
                User::Driver(nth) => {
                    let first = self.town.plan.1.rounds[nth].stops[0].arrive;
                    let late = self.dice.between(0, 40 * MINUTE);
                    self.at(Millis(first.0 + late), Event::Do(phone, Habit::Drive));
                    if self.dice.percent(25) {
                        let at = self.within(2 * HOUR, 6 * HOUR);
                        self.at(at, Event::Do(phone, Habit::Tell));
                    }
                }
                User::Point(point) => {
                    let rounds = &self.town.plan.1.rounds;
                    let site = self.town.points[point];
                    let visits: Vec<(usize, Millis)> = rounds
                        .iter()
                        .enumerate()
                        .flat_map(|(nth, round)| round.stops.iter().map(move |stop| (nth, stop)))
                        .filter(|(_, stop)| stop.site == site)
                        .map(|(nth, stop)| (nth, stop.arrive))
                        .collect();
                    for (round, arrive) in visits {
                        let after = self.dice.between(-10 * MINUTE, 90 * MINUTE);
                        self.at(Millis(arrive.0 + after), Event::Do(phone, Habit::Check(round)));
                    }
                    let at = self.within(6 * HOUR, 10 * HOUR);
                    self.at(at, Event::Do(phone, Habit::HandOut));
                }
                User::Coordinator => {
                    for _ in 0..3 {
                        let at = self.within(2 * HOUR, 8 * HOUR);
                        self.at(at, Event::Do(phone, Habit::HelpOut));
                    }
                }
            }
        }
        for hours in [3, 5] {
            let at = start.0 + hours * HOUR + self.dice.between(0, HOUR);
            self.at(Millis(at), Event::Replan);
        }
    }

    /// When a phone has a network, and what happens to it.
    fn plan_network(&mut self, phone: usize) {
        let mut at = self.now.0;
        let mut online = self.dice.percent(70);
        while at < self.now.0 + 12 * HOUR {
            self.at(Millis(at), Event::Online(phone, online));
            at += match (online, self.dice.percent(12)) {
                (true, _) => self.dice.between(10 * MINUTE, 2 * HOUR),
                (false, false) => self.dice.between(2 * MINUTE, HOUR),
                (false, true) => self.dice.between(3 * HOUR, 8 * HOUR),
            };
            online = !online;
        }
        for (chance, mishap) in [(40, Event::Kill(phone)), (6, Event::Wipe(phone)), (8, Event::LockOut(phone))] {
            if self.dice.percent(chance) {
                let at = self.within(HOUR, 10 * HOUR);
                self.at(at, mishap);
            }
        }
        if self.dice.percent(10) {
            let at = self.within(HOUR, 10 * HOUR);
            self.at(at, Event::Jump(phone));
        }
    }

    fn a_round(&mut self) -> usize {
        let last = i64::try_from(DRIVERS - 1).expect("few drivers");
        usize::try_from(self.dice.between(0, last)).expect("a round")
    }

    fn within(&mut self, least: i64, most: i64) -> Millis {
        Millis(self.now.0 + self.dice.between(least, most))
    }

    fn at(&mut self, at: Millis, event: Event) {
        self.queued += 1;
        self.queue.insert((at.0.max(self.now.0), self.queued), event);
    }

    fn after(&mut self, millis: i64, event: Event) {
        self.at(Millis(self.now.0 + millis), event);
    }

    /// The whole day, and the days until everything has settled. Answers the hash of everything that happened.
    pub async fn run(&mut self) -> String {
        self.drain_queue(self.town.at(20, 0)).await;
        self.calm = true;
        for phone in &mut self.phones {
            phone.online = true;
        }
        self.drain_queue(Millis(i64::MAX)).await;
        for _ in 0..DAYS_TO_SETTLE {
            while self.everybody_sends().await {}
            self.now.0 += 25 * HOUR;
        }
        self.trace.clone().finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Lets everything happen that is due until then.
    async fn drain_queue(&mut self, until: Millis) {
        while let Some(next) = self.queue.first_entry().filter(|next| next.key().0 <= until.0) {
            let ((at, _), event) = next.remove_entry();
            self.now = Millis(at);
            self.app().machine().clock.set(self.now);
            self.happen(event).await;
        }
    }

    /// Everybody who has something on a phone signs in there and sends it. Says whether anything got through.
    async fn everybody_sends(&mut self) -> bool {
        let before: usize = self.deeds.iter().filter(|deed| deed.heard.is_some()).count();
        for phone in 0..self.phones.len() {
            let mut authors: Vec<PersonId> = self.phones[phone].outbox.iter().map(|entry| entry.person).collect();
            authors.dedup();
            for author in authors {
                if !self.phones[phone].waits() {
                    break;
                }
                self.app().machine().clock.set(self.now);
                self.sign_in(phone, author).await;
                self.after(0, Event::Open(phone));
                self.drain_queue(Millis(i64::MAX)).await;
            }
        }
        self.deeds.iter().filter(|deed| deed.heard.is_some()).count() > before
    }

    async fn sign_in(&mut self, phone: usize, person: PersonId) {
        let (code, _) = self.app().invite(&self.town.chief, person, false).await.expect("a code");
        let admitted = self.app().enter(&code, "fleet").await.expect("a session");
        self.phones[phone].signed_in = (person, admitted.token);
    }

    async fn happen(&mut self, event: Event) {
        match event {
            Event::Do(phone, habit) => self.practise(phone, habit).await,
            Event::Undo(phone, op) => self.undo(phone, op),
            Event::Online(phone, online) => {
                self.phones[phone].online = online;
                if online {
                    self.memories[phone].plan = self.plans.len() - 1;
                    self.open(phone);
                }
            }
            Event::Jump(phone) => self.phones[phone].skew = self.dice.between(-MOST_SKEW, MOST_SKEW),
            Event::Kill(phone) => {
                self.phones[phone].kill();
                self.after(5 * MINUTE, Event::Open(phone));
            }
            Event::Wipe(phone) => {
                for deed in self.phones[phone].wipe() {
                    self.deeds[deed].whereabouts = Whereabouts::Wiped;
                }
            }
            Event::ChangeHands(phone) => {
                if let Some(other) = self.others.get_mut(&phone) {
                    let (person, token) = &mut self.phones[phone].signed_in;
                    std::mem::swap(person, &mut other.person);
                    std::mem::swap(token, &mut other.token);
                    self.open(phone);
                }
            }
            Event::LockOut(phone) => {
                let token = self.phones[phone].signed_in.1.clone();
                let session = self.app().session(&token).await.expect("storage answers");
                if let Some(device) = session.and_then(|session| session.actor.device) {
                    self.app().revoke(&self.town.chief, device).await.expect("a phone to lock out");
                }
            }
            Event::SignIn(phone) => {
                let person = self.phones[phone].signed_in.0;
                self.sign_in(phone, person).await;
                self.open(phone);
            }
            Event::Replan => self.replan().await,
            Event::Open(phone) => self.open(phone),
            Event::Send { phone, life } => self.send(phone, life).await,
            Event::Hear { phone, life, seq, deed, heard } => self.hear((phone, life), (seq, deed), heard),
            Event::Arrive(sending) => {
                self.deliver(&sending).await;
            }
        }
    }

    // What phones do.

    fn open(&mut self, phone: usize) {
        let there = &mut self.phones[phone];
        if there.online && there.waits() && there.start() {
            let life = there.life;
            self.after(0, Event::Send { phone, life });
        }
    }

    async fn send(&mut self, phone: usize, life: u32) {
        if self.phones[phone].life != life {
            return;
        }
        let fresh = self.dice.id();
        let Some(entry) = self.phones[phone].next(fresh) else {
            let there = &mut self.phones[phone];
            if there.take_again() {
                self.open(phone);
            } else if there.online && there.waits() && !self.calm {
                let pause = self.dice.between(15 * MINUTE, 2 * HOUR);
                self.after(pause, Event::Open(phone));
            }
            return;
        };
        let sending = self.on_its_way(phone, &entry);
        let down = (self.outage.0..self.outage.1).contains(&self.now);
        let fate = match (self.calm, down) {
            (true, _) => Fate::Clean,
            (false, true) => Fate::Lost,
            (false, false) => self.dice.fate(),
        };
        let heard = match fate {
            Fate::Clean => self.deliver(&sending).await,
            Fate::Twice => {
                self.deliver(&sending).await;
                self.deliver(&sending).await
            }
            Fate::Again(seconds) => {
                let heard = self.deliver(&sending).await;
                self.after(seconds * SECOND, Event::Arrive(sending));
                heard
            }
            Fate::Lost => Heard::Offline,
            Fate::AnswerLost => {
                self.deliver(&sending).await;
                Heard::Offline
            }
            Fate::Late(seconds) => {
                self.after(seconds * SECOND, Event::Arrive(sending));
                Heard::Offline
            }
            Fate::Gateway { delivered } => {
                if delivered {
                    self.deliver(&sending).await;
                }
                Heard::Answer { status: 502, acknowledged: false }
            }
        };
        let pause = if heard == Heard::Offline { 30 * SECOND } else { self.dice.between(40, 900) };
        self.after(pause, Event::Hear { phone, life, seq: entry.seq, deed: entry.deed, heard });
    }

    fn on_its_way(&self, phone: usize, entry: &Entry) -> Sending {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("op_id", &entry.op.to_string()).append_pair("occurred_at", &entry.at.0.to_string());
        form.extend_pairs(&entry.fields).append_pair("device_seq", &entry.seq.to_string());
        Sending {
            url: entry.url.clone(),
            body: form.finish(),
            outbox: format!("{} {} {}", entry.person, entry.op, entry.at.0),
            token: self.phones[phone].signed_in.1.clone(),
        }
    }

    async fn deliver(&mut self, sending: &Sending) -> Heard {
        self.requests += 1;
        let request = Request::post(&sending.url)
            .header("outbox", &sending.outbox)
            .header(header::COOKIE, format!("girofresco={}", sending.token))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(sending.body.clone()))
            .expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("the router answers");
        let status = answer.status().as_u16();
        let op = sending.outbox.split(' ').nth(1).unwrap_or_default();
        let acknowledged = answer.headers().get("op-ack").is_some_and(|ack| ack.as_bytes() == op.as_bytes());
        let page = answer.into_body().collect().await.expect("a body").to_bytes();
        self.trace.update(format!("{} {} {status} {acknowledged}\n", self.now.0, sending.outbox));
        self.trace.update(&page);
        Heard::Answer { status, acknowledged }
    }

    fn hear(&mut self, (phone, life): (usize, u32), (seq, deed): (i64, usize), heard: Heard) {
        if self.phones[phone].life != life {
            return;
        }
        if let Some(yes) = self.phones[phone].hear(seq, heard) {
            self.deeds[deed].heard = Some((yes, self.now));
        }
        match heard {
            Heard::Offline if self.phones[phone].online => {
                let pause = self.dice.between(MINUTE, 15 * MINUTE);
                self.after(pause, Event::Open(phone));
            }
            Heard::Offline => {}
            Heard::Answer { status: 401, .. } => {
                let pause = self.dice.between(MINUTE, HOUR);
                self.after(pause, Event::SignIn(phone));
            }
            Heard::Answer { .. } => self.after(0, Event::Send { phone, life }),
        }
    }

    // What people do.

    /// Writes a deed into the ledger and onto the phone, which sends it if it can.
    fn act(&mut self, phone: usize, did: Did, url: String, fields: Vec<(String, String)>, keys: Vec<String>) -> OpId {
        let op: OpId = self.dice.id();
        let keys: Vec<String> = std::iter::once(format!("op:{op}")).chain(keys).collect();
        let there = &mut self.phones[phone];
        let (made, told, person) = (self.now, Millis(self.now.0 + there.skew), there.signed_in.0);
        let form = Form { op, url, fields };
        let seq = there.keep(self.deeds.len(), form, keys.clone(), told);
        let whereabouts = Whereabouts::Phone;
        self.deeds.push(Deed { op, did, person, phone, seq, keys, made, told, whereabouts, heard: None });
        self.open(phone);
        op
    }

    async fn practise(&mut self, phone: usize, habit: Habit) {
        if self.phones[phone].online && self.dice.percent(80) {
            self.memories[phone].plan = self.plans.len() - 1;
        }
        match (self.users[phone], habit) {
            (User::Shop(_), Habit::Announce) => self.announce(phone),
            (User::Shop(_), Habit::SayNothing) => {
                self.act(phone, Did::SaidNothing, "/donor/nothing".to_owned(), Vec::new(), Vec::new());
            }
            (User::Shop(nth), Habit::Reduce) => self.reduce(phone, nth),
            (User::Driver(nth), Habit::Drive) => self.drive(phone, nth),
            (User::Driver(nth), Habit::Tell) => {
                let url = format!("/driver/rounds/{}/problem", self.town.rounds[nth]);
                self.act(phone, Did::Told, url, pairs(&[("kind", "road")]), Vec::new());
            }
            (User::Point(point), Habit::Check(round)) => self.check(phone, point, round),
            (User::Point(point), Habit::HandOut) => self.hand_out(phone, point),
            (User::Coordinator, Habit::HelpOut) => self.help_out(phone),
            (user, habit) => panic!("{user:?} does not {habit:?}"),
        }
    }

    fn announce(&mut self, phone: usize) {
        let mut fields = pairs(&[("date", "2026-11-26"), ("until", "19:30")]);
        let mut said = Vec::new();
        for category in [Category::Bread, Category::Produce, Category::Dairy] {
            if said.is_empty() || self.dice.percent(40) {
                let crates = self.dice.between(1, 6);
                fields.push((format!("crates-{category}"), crates.to_string()));
                fields.push((format!("date-{category}"), "2026-11-28".to_owned()));
                said.push((category, crates));
            }
        }
        let op = self.act(phone, Did::Announced(said), "/donor/announce".to_owned(), fields, Vec::new());
        if self.dice.percent(25) {
            let pause = self.dice.between(2 * SECOND, 20 * MINUTE);
            self.after(pause, Event::Undo(phone, op));
        }
    }

    fn reduce(&mut self, phone: usize, shop: usize) {
        let lots: Vec<_> = self.town.lots.iter().filter(|lot| lot.site == self.town.shops[shop]).cloned().collect();
        let Some(lot) = self.dice.one(&lots) else { return };
        let left = self.dice.between(0, lot.crates.0 - 1);
        let fields = vec![(format!("crates-{}", lot.id), left.to_string())];
        let url = format!("/donor/lots/{}/reduce", lot.id);
        self.act(phone, Did::Reduced { lot: lot.id }, url, fields, vec![lot_key(lot.id)]);
    }

    fn drive(&mut self, phone: usize, nth: usize) {
        let (plan_id, plan) = &self.plans[self.memories[phone].plan];
        let stops = plan.rounds[nth].stops.clone();
        let (plan_id, memory) = (*plan_id, &self.memories[phone]);
        if memory.ended {
            return;
        }
        let Some(stop) = stops.iter().find(|stop| !memory.done.contains(&stop.id)).cloned() else {
            self.end(phone, nth, &stops);
            return;
        };
        let op = self.confirm(phone, nth, plan_id, &stop);
        if self.dice.percent(12) {
            let pause = self.dice.between(2 * SECOND, 4 * MINUTE);
            self.after(pause, Event::Undo(phone, op));
        }
        let pause = self.dice.between(5 * MINUTE, 40 * MINUTE);
        self.after(pause, Event::Do(phone, Habit::Drive));
    }

    /// One stop: all as planned, counted, or not done.
    fn confirm(&mut self, phone: usize, round: usize, plan: PlanId, stop: &Stop) -> OpId {
        let keys: Vec<String> = std::iter::once(format!("stop:{}", stop.id))
            .chain(stop.loads.iter().map(|load| lot_key(load.of)))
            .collect();
        self.memories[phone].done.insert(stop.id);
        if self.dice.percent(8) {
            let url = format!("/driver/stops/{}/missed", stop.id);
            return self.act(phone, Did::Missed { stop: stop.id }, url, pairs(&[("outcome", "closed")]), keys);
        }
        let counted = self.dice.percent(25);
        let mut fields = vec![("plan".to_owned(), plan.to_string())];
        let mut said = Vec::new();
        for load in &stop.loads {
            let less = if counted { self.dice.between(-1, 2).min(load.crates.0) } else { 0 };
            let less = if load.action == Action::Unload { less.max(0) } else { less };
            let crates = load.crates.0 - less;
            if counted {
                fields.push((format!("crates-{}", load.of), crates.to_string()));
                let rest = self.dice.one(&["not-there", "left-behind", "broken"]).copied().unwrap_or("not-there");
                fields.push((format!("rest-{}", load.of), rest.to_owned()));
            }
            said.push(Said { lot: load.of, action: load.action, planned: load.crates.0, crates });
            let point = self.town.points.iter().position(|point| *point == stop.site);
            if let (Some(point), Action::Unload, 1..) = (point, load.action, crates) {
                self.set_down.entry((point, round)).or_default().insert(load.of, crates);
            }
            let sign = if load.action == Action::Load { 1 } else { -1 };
            *self.memories[phone].holds.entry(load.of).or_default() += sign * crates;
        }
        let url = format!("/driver/stops/{}/complete", stop.id);
        self.act(phone, Did::Stop { stop: stop.id, site: stop.site, round, said }, url, fields, keys)
    }

    /// What is still on board goes to the hub; then the round ends.
    fn end(&mut self, phone: usize, nth: usize, stops: &[Stop]) {
        self.memories[phone].ended = true;
        let round = self.town.rounds[nth];
        let lots: Vec<(LotId, i64)> =
            self.memories[phone].holds.iter().filter(|(_, held)| **held > 0).map(|(lot, held)| (*lot, *held)).collect();
        let mut keys: Vec<String> = stops.iter().map(|stop| format!("stop:{}", stop.id)).collect();
        keys.extend(stops.iter().flat_map(|stop| &stop.loads).map(|load| lot_key(load.of)));
        keys.extend(lots.iter().map(|(lot, _)| lot_key(*lot)));
        keys.sort_unstable();
        keys.dedup();
        if !lots.is_empty() {
            let mut fields = vec![("site".to_owned(), self.town.hub.to_string())];
            fields.extend(lots.iter().map(|(lot, crates)| (format!("crates-{lot}"), crates.to_string())));
            let url = format!("/driver/rounds/{round}/set-down");
            self.act(phone, Did::SetDown { round: nth, lots }, url, fields, keys.clone());
        }
        self.act(phone, Did::Ended, format!("/driver/rounds/{round}/end"), Vec::new(), keys);
    }

    /// Somebody at a point checks what a driver has set down, whether or not the server knows of it yet; now and then
    /// it is still on the vehicle, or somebody else checks it as well.
    fn check(&mut self, phone: usize, point: usize, round: usize) {
        let early = self.dice.percent(4);
        let site = self.town.points[point];
        let planned =
            self.plans[self.memories[phone].plan].1.rounds[round].stops.iter().filter(|stop| stop.site == site);
        let loads: Vec<(LotId, i64)> = match self.set_down.get(&(point, round)) {
            Some(there) if self.dice.percent(10) => there.iter().map(|(lot, crates)| (*lot, *crates)).collect(),
            Some(_) => self.set_down.remove(&(point, round)).unwrap_or_default().into_iter().collect(),
            None if early => planned.flat_map(|stop| &stop.loads).map(|load| (load.of, load.crates.0)).collect(),
            None => Vec::new(),
        };
        if loads.is_empty() {
            if self.now < self.town.at(17, 0) {
                self.after(30 * MINUTE, Event::Do(phone, Habit::Check(round)));
            }
            return;
        }
        let mut fields = pairs(&[("unmeasured-chilled", "1")]);
        let mut lines = Vec::new();
        for (lot, crates) in loads {
            let fine = self.dice.percent(85);
            fields.push((format!("crates-{lot}"), crates.to_string()));
            fields.push((format!("why-{lot}"), if fine { "fine" } else { "broken" }.to_owned()));
            lines.push((lot, crates, fine));
            if fine {
                *self.memories[phone].holds.entry(lot).or_default() += crates;
            }
        }
        let keys = lines.iter().map(|(lot, ..)| lot_key(*lot)).collect();
        let url = format!("/point/check?from={}", self.town.rounds[round]);
        let op = self.act(phone, Did::Checked { point, lines }, url, fields, keys);
        if self.dice.percent(8) {
            let pause = self.dice.between(2 * SECOND, 10 * MINUTE);
            self.after(pause, Event::Undo(phone, op));
        }
    }

    fn hand_out(&mut self, phone: usize, point: usize) {
        let held: Vec<(LotId, i64)> = self.memories[phone].holds.iter().map(|(lot, held)| (*lot, *held)).collect();
        let mut given = Vec::new();
        for (lot, held) in held.into_iter().filter(|(_, held)| *held > 0) {
            if self.dice.percent(12) {
                let fields =
                    vec![(format!("crates-{lot}"), "1".to_owned()), (format!("why-{lot}"), "broken".to_owned())];
                let url = format!("/point/stock/{lot}/discard");
                self.act(phone, Did::Discarded { point, lot, crates: 1 }, url, fields, vec![lot_key(lot)]);
            } else {
                given.push((lot, self.dice.between(1, held)));
            }
        }
        if given.is_empty() {
            return;
        }
        let mut fields = pairs(&[("families", "3"), ("persons", "9")]);
        fields.extend(given.iter().map(|(lot, crates)| (format!("crates-{lot}"), crates.to_string())));
        let keys = given.iter().map(|(lot, _)| lot_key(*lot)).collect();
        let op = self.act(phone, Did::Gave { point, lots: given }, "/point/handouts".to_owned(), fields, keys);
        if self.dice.percent(10) {
            let pause = self.dice.between(2 * SECOND, 20 * MINUTE);
            self.after(pause, Event::Undo(phone, op));
        }
    }

    /// A coordinator confirms a stop for a driver, or takes back what somebody did.
    fn help_out(&mut self, phone: usize) {
        let known: Vec<OpId> =
            self.deeds.iter().filter(|deed| matches!(deed.heard, Some((true, _)))).map(|deed| deed.op).collect();
        if let (true, Some(op)) = (self.dice.percent(40), self.dice.one(&known).copied()) {
            self.undo(phone, op);
            return;
        }
        let round = self.a_round();
        let (id, plan) = &self.plans[self.memories[phone].plan];
        let (id, stops) = (*id, plan.rounds[round].stops.clone());
        if let Some(stop) = self.dice.one(&stops).cloned() {
            self.confirm(phone, round, id, &stop);
        }
    }

    /// Somebody takes an act back: out of the outbox if nobody knows of it yet, else by another act.
    fn undo(&mut self, phone: usize, of: OpId) {
        let Some(nth) = self.deeds.iter().position(|deed| deed.op == of) else { return };
        self.forget_about(phone, nth);
        if self.phones[phone].withdraw(of) {
            if self.deeds[nth].heard.is_none() {
                self.deeds[nth].whereabouts = Whereabouts::Withdrawn;
            }
            return;
        }
        self.act(phone, Did::Undid(of), format!("/acts/{of}/undo?back=/"), Vec::new(), vec![format!("op:{of}")]);
    }

    /// Who takes something back knows that it is to be done again.
    fn forget_about(&mut self, phone: usize, deed: usize) {
        let memory = &mut self.memories[phone];
        match &self.deeds[deed].did {
            Did::Stop { stop, said, .. } => {
                memory.done.remove(stop);
                for one in said {
                    let sign = if one.action == Action::Load { 1 } else { -1 };
                    *memory.holds.entry(one.lot).or_default() -= sign * one.crates;
                }
            }
            Did::Missed { stop } => {
                memory.done.remove(stop);
            }
            Did::Checked { lines, .. } => {
                for (lot, crates, fine) in lines {
                    *memory.holds.entry(*lot).or_default() -= if *fine { *crates } else { 0 };
                }
            }
            _ => {}
        }
    }

    // What the coordination does on the server, where there is a network.

    /// Moves a lot from one round to another, and adds what was announced since: visits at the same place keep their id.
    async fn replan(&mut self) {
        let today = self.app().today(&self.town.chief).await.expect("the day");
        let closed: BTreeSet<StopId> = today
            .rounds
            .iter()
            .flat_map(|round| &round.stops)
            .filter(|stop| !stop.is_open())
            .map(|stop| stop.planned.id)
            .collect();
        let there: BTreeMap<LotId, Crates> = today
            .holdings
            .iter()
            .filter(|held| matches!(held.holder, Holder::Donor(_)))
            .map(|held| (held.lot, held.balance.crates))
            .collect();
        let mut plan = self.plans.last().expect("a plan").1.clone();
        for round in &mut plan.rounds {
            for stop in round.stops.iter_mut().filter(|stop| !closed.contains(&stop.id)) {
                stop.loads.retain_mut(|load| {
                    if load.action == Action::Load {
                        load.crates = load.crates.min(there.get(&load.of).copied().unwrap_or_default());
                    }
                    load.crates > Crates::ZERO
                });
            }
        }
        self.move_lots(&mut plan, &closed);
        let planned: BTreeSet<LotId> = plan
            .rounds
            .iter()
            .flat_map(|round| &round.stops)
            .flat_map(|stop| &stop.loads)
            .map(|load| load.of)
            .collect();
        for (lot, crates) in there.iter().filter(|(lot, crates)| !planned.contains(lot) && **crates > Crates::ZERO) {
            let Some(lot) = today.lots.get(lot) else { continue };
            let goes_there = |round: &&mut girofresco::domain::plan::Round| {
                let open = |stop: &&Stop| !closed.contains(&stop.id);
                round.stops.iter().filter(open).any(|stop| stop.site == lot.site)
                    && round.stops.last().is_some_and(|last| !closed.contains(&last.id))
            };
            let Some(round) = plan.rounds.iter_mut().find(goes_there) else { continue };
            if let Some(stop) = round.stops.iter_mut().find(|stop| stop.site == lot.site && !closed.contains(&stop.id))
            {
                stop.loads.push(town::load(lot, *crates, Action::Load));
            }
            if let Some(last) = round.stops.last_mut() {
                last.loads.push(town::load(lot, *crates, Action::Unload));
            }
        }
        let id: PlanId = self.app().machine().id();
        let (draft, now) = (plan.clone(), self.now);
        self.server
            .store
            .write(self.town.area, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(tx.add_plan(id, DAY, &draft, now, None).await?) })
            })
            .await
            .expect("a draft");
        let act = Act { op: self.dice.id(), occurred: None, device_seq: None };
        self.app().publish_plan(&self.town.chief, act, id).await.expect("a plan that fits");
        self.plans.push((id, plan));
    }

    /// Some lots that nobody has collected yet change their round.
    fn move_lots(&mut self, plan: &mut DayPlan, closed: &BTreeSet<StopId>) {
        for _ in 0..4 {
            let from = self.a_round();
            let to = self.a_round();
            let open = |stop: &Stop| !closed.contains(&stop.id);
            let loads = |stop: &Stop| stop.loads.iter().any(|load| load.action == Action::Load);
            let Some(at) = plan.rounds[from].stops.iter().position(|stop| open(stop) && loads(stop)) else { continue };
            if from == to || !plan.rounds[to].stops.last().is_some_and(open) {
                continue;
            }
            let Some(moved) = plan.rounds[from].stops[at].loads.first().cloned() else { continue };
            let mut stop = plan.rounds[from].stops[at].clone();
            for other in &mut plan.rounds[from].stops {
                other.loads.retain(|load| load.of != moved.of);
            }
            stop.id = self.app().machine().id();
            stop.loads = vec![moved.clone()];
            let target = &mut plan.rounds[to].stops;
            let place = target.iter().position(open).unwrap_or(target.len());
            target.insert(place, stop);
            if let Some(last) = target.last_mut() {
                last.loads.push(girofresco::domain::plan::Load { action: Action::Unload, ..moved });
            }
        }
    }
}

fn lot_key(lot: LotId) -> String {
    format!("lot:{lot}")
}

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
