//! A vehicle cannot drive on some days, or comes back; a driver leaves, and is there again.

use crate::support;
use crate::support::world::{DAY, World, world};
use girofresco::app::alarm::Alarm;
use girofresco::app::import::{Counts, File, Remark};
use girofresco::app::planning::Assembly;
use girofresco::app::refusal::{Conflict, FieldErrorKind, Refusal};
use girofresco::domain::calendar::days;
use girofresco::domain::downtime::{Downtime, DowntimeReason};
use girofresco::domain::id::VehicleId;
use girofresco::domain::people::Person;
use girofresco::domain::round::Shift;
use girofresco::domain::shift::Gone;
use girofresco::import::{self, Failure, Source};
use girofresco::words::{Lang, Words};
use jiff::civil::{Date, time};

async fn van(world: &World) -> VehicleId {
    world.app.vehicles(world.actor("coordinator")).await.unwrap()[0].id
}

async fn shifts(world: &World, date: Date) -> Vec<Shift> {
    world.app.shifts(world.actor("coordinator"), date, date).await.unwrap()
}

async fn alarms(world: &World) -> Vec<Alarm> {
    let day = world.app.today(world.actor("coordinator")).await.unwrap();
    world.app.alarms(world.actor("coordinator"), &day).await.unwrap()
}

async fn down(world: &World, (first, last): (Date, Date)) -> Result<usize, Refusal> {
    let (id, vehicle) = (world.app.machine().id(), van(world).await);
    let down = Downtime { id, vehicle, first, last, reason: DowntimeReason::Repair };
    world.app.add_downtime(world.actor("coordinator"), down).await
}

async fn change(world: &World, who: &str, change: impl Fn(&mut Person)) {
    let (chief, id) = (world.actor("coordinator"), world.actor(who).person);
    let mut known = world.app.people(chief).await.unwrap().0.into_iter().find(|one| one.id == id).unwrap();
    change(&mut known);
    world.app.save_person(chief, known).await.unwrap();
}

/// A shift of the driver with the world's van on a day, from 8 to 12.
async fn add(world: &World, date: Date) -> Result<Shift, Refusal> {
    let at = |hour| world.zone.instant(date, time(hour, 0, 0, 0));
    let like = shifts(world, DAY).await.remove(0);
    let person = world.actor("driver").person;
    let new = Shift { id: world.app.machine().id(), date, person, from: at(8), until: at(12), ..like };
    let new = Shift { cancelled: false, wanted: None, covers: None, ..new };
    world.app.save_shift(world.actor("coordinator"), new.clone()).await.map(|()| new)
}

#[tokio::test]
async fn a_van_off_the_road_is_in_no_plan_and_whoever_goes_by_one_hears_of_it() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let chief = world.actor("coordinator").clone();
        world.set(7, 0);
        let later = add(&world, days(DAY, 9)).await.unwrap();
        assert_eq!(
            down(&world, (DAY, days(DAY, 2))).await.unwrap(),
            1,
            "today's shift is sought, the later one is not"
        );
        assert!(shifts(&world, DAY).await[0].is_open() && !shifts(&world, later.date).await[0].cancelled);
        assert!(Assembly::of(&world.app.snapshot(world.area, DAY).await.unwrap()).vehicles.is_empty());
        let told = alarms(&world).await;
        let gone = Gone::Vehicle(van(&world).await);
        let is_of_round = |alarm: &&Alarm| matches!(alarm, Alarm::NoDriver { round, gone: Some(why) } if round.id == world.round && *why == gone);
        assert!(told.iter().any(|alarm| is_of_round(&alarm)), "{told:?}");
        world.app.tick().await.unwrap();
        assert!(world.app.day(&chief, DAY).await.unwrap().draft.is_some(), "a plan without it is proposed");
        let claim = world.app.claim_shift(world.actor("other_driver"), shifts(&world, DAY).await[0].id).await;
        assert!(matches!(claim, Err(Refusal::Conflict(Conflict::VehicleOut))), "{claim:?}");

        let Err(Refusal::Invalid(errors)) = add(&world, days(DAY, 2)).await else { panic!("it is refused") };
        assert_eq!(errors[0].kind, FieldErrorKind::Down { first: DAY, last: days(DAY, 2) });
        assert!(add(&world, days(DAY, 3)).await.is_ok());
        assert_eq!(world.app.copy_shifts(&chief, later.date, days(DAY, 1)).await.unwrap().left, 1);

        let known = world.app.downtimes(&chief, van(&world).await).await.unwrap();
        world.app.drop_downtime(&chief, known[0].id).await.unwrap();
        let back = shifts(&world, DAY).await.remove(0);
        assert!(!back.cancelled && back.covers.is_none(), "it is given back: {back:?}");
        assert!(!alarms(&world).await.iter().any(|alarm| is_of_round(&alarm)));
    }
}

#[tokio::test]
async fn days_that_cannot_be_are_refused() {
    let world = world(support::sqlite().await).await;
    for (span, kind) in [
        ((DAY, days(DAY, -1)), FieldErrorKind::EndsBeforeItBegins),
        ((days(DAY, -4), days(DAY, -1)), FieldErrorKind::DatePast),
        ((DAY, days(DAY, 400)), FieldErrorKind::DateTooFar),
    ] {
        let Err(Refusal::Invalid(errors)) = down(&world, span).await else { panic!("{span:?}") };
        assert_eq!(errors[0].kind, kind);
    }
}

#[tokio::test]
async fn shifts_are_given_back_to_who_is_there_again() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        world.set(7, 0);
        let [one, taken, given_up] = [2, 3, 4].map(|ahead| days(DAY, ahead));
        for date in [one, taken, given_up] {
            // A Sunday among them does not matter here.
            add(&world, date).await.unwrap();
        }
        let of = |date| async move { date };
        let given_up = shifts(&world, of(given_up).await).await.remove(0);
        world.app.cannot_come(world.actor("driver"), given_up.id).await.unwrap();
        change(&world, "driver", |person| person.active = false).await;
        let taken = shifts(&world, taken).await.remove(0);
        world.app.claim_shift(world.actor("other_driver"), taken.id).await.unwrap();
        change(&world, "driver", |person| person.active = true).await;
        let shift = shifts(&world, one).await.remove(0);
        assert!(!shift.cancelled && shift.wanted.is_none() && shift.covers.is_none(), "{shift:?}");
        let notices = world.app.notices(world.actor("other_driver")).await.unwrap();
        let open = notices.iter().filter(|notice| notice.retracted.is_none() && notice.news.word() == "open-shift");
        assert_eq!(open.count(), 1, "only the one that was given up is still sought");
        assert_eq!(shifts(&world, taken.date).await[0].person, world.actor("other_driver").person, "taken is taken");
        assert!(shifts(&world, given_up.date).await[0].is_open(), "who could not come still cannot");
        // A second time too, and by another way than a form.
        change(&world, "driver", |person| person.active = false).await;
        assert!(shifts(&world, one).await[0].is_open());
        let id = world.actor("driver").person;
        let known = world.app.people(world.actor("coordinator")).await.unwrap().0;
        let back = Person { active: true, ..known.into_iter().find(|one| one.id == id).unwrap() };
        let save = world
            .store
            .write(world.area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.save_person(&back).await?) }));
        save.await.unwrap();
        world.app.tick().await.unwrap();
        assert!(!shifts(&world, one).await[0].cancelled);
    }
}

fn source(files: &[(File, &str)]) -> Source {
    Source::of(files.iter().map(|(file, text)| (*file, text.as_bytes().to_vec())))
}

async fn refused(world: &World, files: &[(File, &str)]) -> String {
    match import::run(&world.app, &source(files), None).await {
        Err(Failure::Problems(problems)) => problems.said(Words::of(Lang::It)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_file_says_when_a_van_is_off_the_road() {
    for fresh in support::both().await {
        let world = world(fresh).await;
        let take = |text: &'static str| {
            let world = &world;
            async move { import::run(&world.app, &source(&[(File::Downtimes, text)]), None).await.unwrap() }
        };
        let first = "mezzo;dal;al;motivo\nFurgone Prova;24/12/2026;2026-12-31;Officina\nV1;03/12/2026;;\n";
        let report = take(first).await;
        assert_eq!(report.files[&File::Downtimes], Counts { added: 2, ..Counts::default() });
        assert_eq!(take(first).await.files[&File::Downtimes], Counts { unchanged: 2, ..Counts::default() });
        let corrected = take("mezzo;dal;al;motivo\nV1;24/12/2026;02/01/2027;tagliando\n").await;
        assert_eq!(corrected.files[&File::Downtimes], Counts { changed: 1, ..Counts::default() });
        let names = vec!["Furgone Prova 2026-12-03".to_owned()];
        assert_eq!(corrected.remarks, [Remark::LeftOut { file: File::Downtimes, names }]);
        let known = world.app.downtimes(world.actor("coordinator"), van(&world).await).await.unwrap();
        let spans: Vec<_> = known.iter().map(|one| (one.first.to_string(), one.last.to_string(), one.reason)).collect();
        let said = |first: &str, last: &str, reason| (first.to_owned(), last.to_owned(), reason);
        assert_eq!(
            spans,
            [
                said("2026-12-03", "2026-12-03", DowntimeReason::Other),
                said("2026-12-24", "2027-01-02", DowntimeReason::Inspection)
            ]
        );
        let shift = "data;autista;mezzo;dalle;alle\n28/12/2026;driver;V1;8:00;12:00\n";
        assert_eq!(
            refused(&world, &[(File::Shifts, shift)]).await,
            "shifts.csv, riga 2, colonna mezzo: \"V1\" è fermo dal 24/12/2026 al 02/01/2027"
        );
        let wrong = "mezzo;dal;al;motivo\nV9;24/12/2026;;\nV1;24/12/2026;20/12/2026;\nV1;domani;;\nV1;01/02/2026;01/02/2099;\n\
            V1;05/02/2027;;vacanza\nV1;06/02/2027;;\nV1;06/02/2027;07/02/2027;\n";
        let said = refused(&world, &[(File::Downtimes, wrong)]).await;
        assert_eq!(said.lines().count(), 6, "{said}");
        assert!(said.contains("riga 3, colonna al: \"20/12/2026\" viene prima del 24/12/2026"), "{said}");
    }
}
