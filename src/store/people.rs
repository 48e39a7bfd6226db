//! People, what they may do, and the phones they do it with.

use super::row::Columns;
use super::{Db, Result, Tx, statements};
use crate::domain::id::{AreaId, DeviceId, PersonId};
use crate::domain::people::{Actor, Device, Grant, Invitation, Person};
use crate::domain::time::Millis;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

statements! {
    PEOPLE = "SELECT id, code, name, phone, language, active FROM people WHERE area_id = $1 ORDER BY name, id";
    AREA_OF_PERSON = "SELECT area_id FROM people WHERE id = $1";
    GRANTS = "SELECT g.person_id, g.role, g.site_id FROM grants g JOIN people p ON p.id = g.person_id \
        WHERE p.area_id = $1 ORDER BY g.person_id, g.role, g.site_id";
    GRANTS_OF = "SELECT role, site_id FROM grants WHERE person_id = $1 ORDER BY role, site_id";
    SAVE_PERSON = "INSERT INTO people (id, area_id, code, name, phone, language, active) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, phone = excluded.phone, \
        language = excluded.language, active = excluded.active";
    DROP_GRANTS = "DELETE FROM grants WHERE person_id = $1";
    ADD_GRANT = "INSERT INTO grants (person_id, role, site_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    ADD_INVITATION = "INSERT INTO invitations (code_hash, person_id, created, expires, reusable) VALUES ($1, $2, $3, $4, $5)";
    TAKE_INVITATION = "UPDATE invitations SET used = $2 WHERE code_hash = $1 AND expires > $2 \
        AND (used IS NULL OR reusable = 1) RETURNING person_id";
    INVITATION = "SELECT i.expires, i.used, i.reusable, p.name, p.active FROM invitations i \
        JOIN people p ON p.id = i.person_id WHERE i.code_hash = $1";
    DROP_INVITATIONS = "DELETE FROM invitations WHERE expires < $1";
    ADD_DEVICE = "INSERT INTO devices (id, person_id, token_hash, label, created, last_seen) VALUES ($1, $2, $3, $4, $5, $5)";
    SESSION = "SELECT d.id AS device_id, d.last_seen, p.id, p.area_id, p.name, p.language FROM devices d \
        JOIN people p ON p.id = d.person_id \
        WHERE d.token_hash = $1 AND d.revoked IS NULL AND d.last_seen > $2 AND p.active = 1";
    SEEN = "UPDATE devices SET last_seen = $2 WHERE id = $1";
    DEVICES = "SELECT d.id, d.person_id, d.label, d.created, d.last_seen, d.revoked FROM devices d \
        JOIN people p ON p.id = d.person_id WHERE p.area_id = $1 ORDER BY d.created DESC, d.id";
    REVOKE = "UPDATE devices SET revoked = $2 WHERE id = $1 AND revoked IS NULL \
        AND person_id IN (SELECT id FROM people WHERE area_id = $3)";
    SET_LANGUAGE = "UPDATE people SET language = $2 WHERE id = $1";
}

fn grant(row: &AnyRow) -> Result<Grant> {
    let site = row.text("site_id")?;
    Ok(Grant { role: row.parsed("role")?, site: if site.is_empty() { None } else { Some(row.parsed("site_id")?) } })
}

impl Db<'_> {
    /// The people of an area, by name, with their grants.
    pub async fn people(&mut self, area: AreaId) -> Result<Vec<Person>> {
        let mut grants: BTreeMap<PersonId, Vec<Grant>> = BTreeMap::new();
        for row in sqlx::query(GRANTS).bind(area.to_string()).fetch_all(&mut *self.0).await? {
            grants.entry(row.parsed("person_id")?).or_default().push(grant(&row)?);
        }
        let rows = sqlx::query(PEOPLE).bind(area.to_string()).fetch_all(&mut *self.0).await?;
        rows.iter()
            .map(|row| {
                let id = row.parsed("id")?;
                Ok(Person {
                    id,
                    code: row.text("code")?,
                    name: row.text("name")?,
                    phone: row.text("phone")?,
                    language: row.text("language")?,
                    active: row.flag("active")?,
                    grants: grants.remove(&id).unwrap_or_default(),
                })
            })
            .collect()
    }

    /// The area of a person, whichever it is.
    pub async fn area_of_person(&mut self, id: PersonId) -> Result<Option<AreaId>> {
        let row = sqlx::query(AREA_OF_PERSON).bind(id.to_string()).fetch_optional(&mut *self.0).await?;
        row.map(|row| row.parsed("area_id")).transpose()
    }

    /// What a code is for, whether or not it can still be used.
    pub async fn invitation(&mut self, code_hash: &str) -> Result<Option<Invitation>> {
        let row = sqlx::query(INVITATION).bind(code_hash).fetch_optional(&mut *self.0).await?;
        row.map(|row| {
            Ok(Invitation {
                name: row.text("name")?,
                expires: Millis(row.int("expires")?),
                used: row.maybe_int("used")?.is_some(),
                reusable: row.flag("reusable")?,
                active: row.flag("active")?,
            })
        })
        .transpose()
    }

    /// Who holds a session, with the language they read and when the phone was last seen; none if it is locked out,
    /// unused since `idle_since`, or its person no longer takes part.
    pub async fn session(&mut self, token_hash: &str, idle_since: Millis) -> Result<Option<(Actor, String, Millis)>> {
        let Some(row) =
            sqlx::query(SESSION).bind(token_hash).bind(idle_since.get()).fetch_optional(&mut *self.0).await?
        else {
            return Ok(None);
        };
        let person: PersonId = row.parsed("id")?;
        let grants = sqlx::query(GRANTS_OF).bind(person.to_string()).fetch_all(&mut *self.0).await?;
        let actor = Actor {
            person,
            name: row.text("name")?,
            device: Some(row.parsed("device_id")?),
            area: row.parsed("area_id")?,
            grants: grants.iter().map(grant).collect::<Result<_>>()?,
        };
        Ok(Some((actor, row.text("language")?, Millis(row.int("last_seen")?))))
    }

    /// The phones of an area, newest first.
    pub async fn devices(&mut self, area: AreaId) -> Result<Vec<Device>> {
        let rows = sqlx::query(DEVICES).bind(area.to_string()).fetch_all(&mut *self.0).await?;
        rows.iter()
            .map(|row| {
                Ok(Device {
                    id: row.parsed("id")?,
                    person: row.parsed("person_id")?,
                    label: row.text("label")?,
                    created: Millis(row.int("created")?),
                    last_seen: Millis(row.int("last_seen")?),
                    revoked: row.maybe_int("revoked")?.map(Millis),
                })
            })
            .collect()
    }
}

impl Tx<'_> {
    /// Adds a person with their grants, or changes the one with their id.
    pub async fn save_person(&mut self, person: &Person) -> Result<()> {
        sqlx::query(SAVE_PERSON)
            .bind(person.id.to_string())
            .bind(self.area_id()?.to_string())
            .bind(&person.code)
            .bind(&person.name)
            .bind(&person.phone)
            .bind(&person.language)
            .bind(i64::from(person.active))
            .execute(&mut *self.db.0)
            .await?;
        if !person.active {
            self.unsubscribe_person(person.id).await?;
        }
        sqlx::query(DROP_GRANTS).bind(person.id.to_string()).execute(&mut *self.db.0).await?;
        for grant in &person.grants {
            sqlx::query(ADD_GRANT)
                .bind(person.id.to_string())
                .bind(grant.role.word())
                .bind(grant.site.map(|site| site.to_string()).unwrap_or_default())
                .execute(&mut *self.db.0)
                .await?;
        }
        Ok(())
    }

    /// Sets the language a person reads.
    pub async fn set_language(&mut self, person: PersonId, language: &str) -> Result<()> {
        sqlx::query(SET_LANGUAGE).bind(person.to_string()).bind(language).execute(&mut *self.db.0).await?;
        Ok(())
    }

    /// Keeps a code that lets a person in.
    pub async fn add_invitation(
        &mut self,
        code_hash: &str,
        person: PersonId,
        created: Millis,
        expires: Millis,
        reusable: bool,
    ) -> Result<()> {
        sqlx::query(ADD_INVITATION)
            .bind(code_hash)
            .bind(person.to_string())
            .bind(created.get())
            .bind(expires.get())
            .bind(i64::from(reusable))
            .execute(&mut *self.db.0)
            .await?;
        Ok(())
    }

    /// Uses a code: whom it lets in, if it can still be used.
    pub async fn take_invitation(&mut self, code_hash: &str, now: Millis) -> Result<Option<PersonId>> {
        let row = sqlx::query(TAKE_INVITATION).bind(code_hash).bind(now.get()).fetch_optional(&mut *self.db.0).await?;
        row.map(|row| row.parsed("person_id")).transpose()
    }

    /// Forgets codes that ended before `before`.
    pub async fn drop_invitations(&mut self, before: Millis) -> Result<u64> {
        Ok(sqlx::query(DROP_INVITATIONS).bind(before.get()).execute(&mut *self.db.0).await?.rows_affected())
    }

    /// Adds a phone.
    pub async fn add_device(
        &mut self,
        id: DeviceId,
        person: PersonId,
        token_hash: &str,
        label: &str,
        now: Millis,
    ) -> Result<()> {
        sqlx::query(ADD_DEVICE)
            .bind(id.to_string())
            .bind(person.to_string())
            .bind(token_hash)
            .bind(label)
            .bind(now.get())
            .execute(&mut *self.db.0)
            .await?;
        Ok(())
    }

    /// Notes that a phone was used.
    pub async fn seen(&mut self, device: DeviceId, now: Millis) -> Result<()> {
        sqlx::query(SEEN).bind(device.to_string()).bind(now.get()).execute(&mut *self.db.0).await?;
        Ok(())
    }

    /// Locks a phone of the area out: it takes no messages either. Whether there was such a phone.
    pub async fn revoke(&mut self, device: DeviceId, now: Millis) -> Result<bool> {
        let area = self.area_id()?.to_string();
        let done =
            sqlx::query(REVOKE).bind(device.to_string()).bind(now.get()).bind(area).execute(&mut *self.db.0).await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        self.unsubscribe(device).await?;
        Ok(true)
    }
}
