//! Letting people in: codes, phones and sessions.

use super::{App, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::clock::CODE_LENGTH;
use crate::domain::id::{AreaId, DeviceId, OpId, PersonId, StopId};
use crate::domain::people::{Actor, Device, Grant, HeldAct, Invitation, Person, Role};
use crate::domain::quantity::Seconds;
use crate::domain::text;
use crate::domain::time::Millis;
use sha2::{Digest, Sha256};

/// How long a code lets somebody in.
pub const CODE_LIFE: Seconds = Seconds(10 * 60);
/// How long the codes of a sheet let people in: it is printed, handed out, and used when there is time.
pub const SHEET_LIFE: Seconds = Seconds(7 * 24 * 3600);
/// After this long without use a phone must be let in again.
pub const SESSION_IDLE: Seconds = Seconds(90 * 24 * 3600);
/// A phone's last use is written down at most this often.
const SEEN_EVERY: Seconds = Seconds(3600);

/// A phone that was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// The secret that the phone keeps.
    pub token: String,
    pub actor: Actor,
}

/// Somebody with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub actor: Actor,
    /// The language they read, as a two-letter code.
    pub language: String,
}

/// What is kept of a secret.
pub(super) fn digest(secret: &str) -> String {
    crate::domain::ledger::ChainHash(Sha256::digest(secret.as_bytes()).into()).to_hex()
}

/// A code as people type it: any case, with spaces or dashes.
fn tidy(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').take(64).flat_map(char::to_uppercase).collect()
}

impl App {
    /// Makes a code that lets a person in, once and for ten minutes. In a demonstration it can be used again and again.
    ///
    /// # Errors
    /// When the person asking does not coordinate, or there is no such person.
    pub async fn invite(&self, who: &Actor, person: PersonId, reusable: bool) -> Result<(String, Millis)> {
        Self::must_coordinate(who)?;
        self.person(who.area, person).await?;
        let reusable = reusable && self.settings.demo;
        let life = if reusable { Seconds(366 * 24 * 3600) } else { CODE_LIFE };
        self.make_code(who.area, person, reusable, life).await
    }

    /// Makes a code for each of several people, each good once and for a week: for a sheet that is printed.
    ///
    /// # Errors
    /// When the person asking does not coordinate, or one of the people is not there or takes no part.
    pub async fn invite_many(&self, who: &Actor, people: &[PersonId]) -> Result<Vec<(Person, String, Millis)>> {
        let known = self.people(who).await?.0;
        let mut made = Vec::with_capacity(people.len());
        for id in people {
            let person = known.iter().find(|known| known.id == *id && known.active);
            let person = person.ok_or(Refusal::NotFound(Thing::Person))?;
            let (code, expires) = self.make_code(who.area, *id, false, SHEET_LIFE).await?;
            made.push((person.clone(), code, expires));
        }
        Ok(made)
    }

    async fn make_code(
        &self,
        area: AreaId,
        person: PersonId,
        reusable: bool,
        life: Seconds,
    ) -> Result<(String, Millis)> {
        let (now, code) = (self.now(), self.machine.code());
        let expires = now + life;
        let hash = digest(&code);
        self.store
            .write(area, move |tx| {
                Box::pin(async move {
                    tx.drop_invitations(now - Seconds(24 * 3600)).await?;
                    tx.add_invitation(&hash, person, now, expires, reusable).await?;
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        tracing::info!(%area, %person, "a code was made");
        Ok((code, expires))
    }

    /// Makes the code of an area's first coordinator, and the coordinator if the area has none.
    pub async fn invite_coordinator(&self, area: AreaId, name: &str) -> Result<(String, Millis)> {
        let name = text::name(name).map_err(|error| FieldError::new(Field::Name, error.into()))?;
        let people = self.store.reader(area).await?.db().people().await?;
        let is_coordinator = |person: &&Person| person.grants.iter().any(|grant| grant.role == Role::Coordinator);
        let known = people.iter().filter(is_coordinator).find(|person| person.name == name && person.active);
        let id = match known {
            Some(person) => person.id,
            None => {
                let person = Person {
                    id: self.machine.id(),
                    code: format!("coordinator-{}", people.len() + 1),
                    name,
                    phone: String::new(),
                    language: "it".to_owned(),
                    active: true,
                    grants: vec![Grant { role: Role::Coordinator, site: None }],
                };
                let id = person.id;
                self.store
                    .write(area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.save_person(&person).await?) }))
                    .await?;
                id
            }
        };
        self.make_code(area, id, false, CODE_LIFE).await
    }

    /// Whom a code lets in, without using it up: a phone may ask first and enter later.
    ///
    /// # Errors
    /// When there is no such code, it is used, or its time is over.
    pub async fn look_at_code(&self, code: &str) -> Result<Invitation> {
        let found = self.store.directory().await?.invitation(&digest(&tidy(code))).await?;
        let bad = || Refusal::from(FieldError::new(Field::Code, FieldErrorKind::BadCode));
        let invitation = found.filter(|invitation| invitation.active).ok_or_else(bad)?;
        if invitation.used && !invitation.reusable {
            return Err(FieldError::new(Field::Code, FieldErrorKind::UsedCode).into());
        }
        if invitation.expires <= self.now() {
            return Err(FieldError::new(Field::Code, FieldErrorKind::OldCode).into());
        }
        Ok(invitation)
    }

    /// Lets the phone of whoever types a code in.
    ///
    /// # Errors
    /// When the code is of another form, there is no such code, it is used, or its time is over.
    pub async fn enter(&self, code: &str, label: &str) -> Result<Admitted> {
        let entered = self.let_in(code, label).await;
        match &entered {
            Ok(Admitted { actor, .. }) => {
                tracing::info!(area = %actor.area, person = %actor.person, device = ?actor.device, "a phone was let in");
            }
            Err(Refusal::Invalid(errors)) => {
                tracing::info!(why = ?errors.first().map(|error| &error.kind), "a code was refused");
            }
            Err(_) => {}
        }
        entered
    }

    async fn let_in(&self, code: &str, label: &str) -> Result<Admitted> {
        let code = tidy(code);
        if code.chars().count() != CODE_LENGTH {
            return Err(FieldError::new(
                Field::Code,
                if code.is_empty() { FieldErrorKind::Missing } else { FieldErrorKind::BadCode },
            )
            .into());
        }
        let area = self.look_at_code(&code).await?.area;
        let (now, token, device) = (self.now(), self.machine.secret(), self.machine.id::<DeviceId>());
        let (code_hash, token_hash) = (digest(&code), digest(&token));
        let label: String = label.chars().filter(|c| !c.is_control()).take(120).collect();
        self.store
            .write_unseen(area, move |tx| {
                Box::pin(async move {
                    let person = tx.take_invitation(&code_hash, now).await?;
                    let person =
                        person.ok_or_else(|| Refusal::from(FieldError::new(Field::Code, FieldErrorKind::UsedCode)))?;
                    Ok::<_, Refusal>(tx.add_device(device, person, &token_hash, &label, now).await?)
                })
            })
            .await?;
        let session = self.session(&token).await?.ok_or(Refusal::NotAllowed)?;
        Ok(Admitted { token, actor: session.actor })
    }

    /// Who holds a session.
    pub async fn session(&self, token: &str) -> Result<Option<Session>> {
        let now = self.now();
        let found = self.store.directory().await?.session(&digest(token), now - SESSION_IDLE).await?;
        let Some((actor, language, last_seen)) = found else { return Ok(None) };
        if let Some(device) = actor.device
            && last_seen + SEEN_EVERY < now
        {
            self.store.write_beside(actor.area, move |tx| Box::pin(tx.seen(device, now)));
        }
        Ok(Some(Session { actor, language }))
    }

    /// Remembers that a phone wanted to send an act though it may not any more: it was locked, was away too long, or its
    /// person takes no part now.
    pub async fn hold_back(
        &self,
        token: &str,
        by: PersonId,
        (op, stop): (OpId, Option<StopId>),
        occurred: Millis,
    ) -> Result<()> {
        let found = self.store.directory().await?.whose_token(&digest(token)).await?;
        let Some((device, person, area)) = found.filter(|(_, person, _)| *person == by) else { return Ok(()) };
        let received = self.now();
        let act = HeldAct { op, person, device, stop, occurred: occurred.min(received) };
        self.store
            .write(area, move |tx| Box::pin(async move { Ok::<_, Refusal>(tx.hold_act(&act, received).await?) }))
            .await
    }

    /// Logs a phone out. Its own person may, and a coordinator.
    ///
    /// # Errors
    /// When there is no such phone.
    pub async fn revoke(&self, who: &Actor, device: DeviceId) -> Result<()> {
        if !(who.coordinates() || who.device == Some(device)) {
            return Err(Refusal::NotAllowed);
        }
        let now = self.now();
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move {
                    if tx.revoke(device, now).await? { Ok(()) } else { Err(Refusal::NotFound(Thing::Device)) }
                })
            })
            .await?;
        tracing::info!(by = %who.person, %device, "a phone was locked");
        Ok(())
    }

    /// Sets the language a person reads.
    pub async fn choose_language(&self, who: &Actor, language: &'static str) -> Result<()> {
        let person = who.person;
        self.store
            .write(who.area, move |tx| {
                Box::pin(async move { Ok::<_, Refusal>(tx.set_language(person, language).await?) })
            })
            .await
    }

    /// The people of the area and their phones.
    ///
    /// # Errors
    /// When the person asking does not coordinate.
    pub async fn people(&self, who: &Actor) -> Result<(Vec<Person>, Vec<Device>)> {
        Self::must_coordinate(who)?;
        let mut reader = self.store.reader(who.area).await?;
        Ok((reader.db().people().await?, reader.db().devices().await?))
    }

    /// A person of an area.
    ///
    /// # Errors
    /// When there is none.
    pub(super) async fn person(&self, area: AreaId, person: PersonId) -> Result<Person> {
        let people = self.store.reader(area).await?.db().people().await?;
        people.into_iter().find(|known| known.id == person).ok_or(Refusal::NotFound(Thing::Person))
    }
}
