//! People, what they may do, and the phones they do it with.

use super::row::Columns;
use super::{Db, Directory, Result, Tx, of_area, statements};
use crate::domain::id::{DeviceId, PersonId};
use crate::domain::people::{Actor, Device, Grant, Invitation, Person};
use crate::domain::time::Millis;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

statements! {
    PEOPLE = "SELECT id, code, name, phone, language, active FROM people WHERE area_id = $1 ORDER BY name, id";
    GRANTS = "SELECT g.person_id, g.role, g.site_id FROM grants g JOIN people p ON p.id = g.person_id \
        WHERE p.area_id = $1 ORDER BY g.person_id, g.role, g.site_id";
    GRANTS_OF = "SELECT role, site_id FROM grants WHERE person_id = $1 ORDER BY role, site_id";
    SAVE_PERSON = "INSERT INTO people (id, area_id, code, name, phone, language, active) VALUES ($2, $1, $3, $4, $5, $6, $7) \
        ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, phone = excluded.phone, \
        language = excluded.language, active = excluded.active WHERE people.area_id = excluded.area_id";
    DROP_GRANTS = concat!("DELETE FROM grants WHERE person_id = ", of_area!("people"));
    ADD_GRANT = "INSERT INTO grants (person_id, role, site_id) SELECT id, $3, $4 FROM people WHERE id = $2 AND area_id = $1 \
        ON CONFLICT DO NOTHING";
    ADD_INVITATION = "INSERT INTO invitations (code_hash, person_id, created, expires, reusable) \
        SELECT $2, id, $4, $5, $6 FROM people WHERE id = $3 AND area_id = $1";
    TAKE_INVITATION = "UPDATE invitations SET used = $3 WHERE code_hash = $2 AND expires > $3 \
        AND (used IS NULL OR reusable = 1) AND person_id IN (SELECT id FROM people WHERE area_id = $1) RETURNING person_id";
    INVITATION = "SELECT i.expires, i.used, i.reusable, p.area_id, p.name, p.active FROM invitations i \
        JOIN people p ON p.id = i.person_id WHERE i.code_hash = $1";
    DROP_INVITATIONS = "DELETE FROM invitations WHERE expires < $2 AND person_id IN (SELECT id FROM people WHERE area_id = $1)";
    // One row of values, not of a selection: SQLite would look through every table that refers to phones.
    ADD_DEVICE = "INSERT INTO devices (id, person_id, token_hash, label, created, last_seen) \
        VALUES ($2, (SELECT id FROM people WHERE id = $3 AND area_id = $1), $4, $5, $6, $6)";
    SESSION = "SELECT d.id AS device_id, d.last_seen, p.id, p.area_id, p.name, p.language FROM devices d \
        JOIN people p ON p.id = d.person_id \
        WHERE d.token_hash = $1 AND d.revoked IS NULL AND d.last_seen > $2 AND p.active = 1";
    SEEN = "UPDATE devices SET last_seen = $3 WHERE id = $2 AND person_id IN (SELECT id FROM people WHERE area_id = $1)";
    DEVICES = "SELECT d.id, d.person_id, d.label, d.created, d.last_seen, d.revoked FROM devices d \
        JOIN people p ON p.id = d.person_id WHERE p.area_id = $1 ORDER BY d.created DESC, d.id";
    REVOKE = "UPDATE devices SET revoked = $3 WHERE id = $2 AND revoked IS NULL \
        AND person_id IN (SELECT id FROM people WHERE area_id = $1)";
    SET_LANGUAGE = "UPDATE people SET language = $3 WHERE id = $2 AND area_id = $1";
}

fn grant(row: &AnyRow) -> Result<Grant> {
    let site = row.text("site_id")?;
    Ok(Grant { role: row.parsed("role")?, site: if site.is_empty() { None } else { Some(row.parsed("site_id")?) } })
}

impl Directory {
    /// What a code is for, whether or not it can still be used.
    pub async fn invitation(&mut self, code_hash: &str) -> Result<Option<Invitation>> {
        let row = sqlx::query(INVITATION).bind(code_hash).fetch_optional(&mut *self.conn).await?;
        row.map(|row| {
            Ok(Invitation {
                area: row.parsed("area_id")?,
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
            sqlx::query(SESSION).bind(token_hash).bind(idle_since.get()).fetch_optional(&mut *self.conn).await?
        else {
            return Ok(None);
        };
        let person: PersonId = row.parsed("id")?;
        let grants = sqlx::query(GRANTS_OF).bind(person.to_string()).fetch_all(&mut *self.conn).await?;
        let actor = Actor {
            person,
            name: row.text("name")?,
            device: Some(row.parsed("device_id")?),
            area: row.parsed("area_id")?,
            grants: grants.iter().map(grant).collect::<Result<_>>()?,
        };
        Ok(Some((actor, row.text("language")?, Millis(row.int("last_seen")?))))
    }
}

impl Db<'_> {
    /// The people of an area, by name, with their grants.
    pub async fn people(&mut self) -> Result<Vec<Person>> {
        let mut grants: BTreeMap<PersonId, Vec<Grant>> = BTreeMap::new();
        for row in self.query(GRANTS).fetch_all(&mut *self.conn).await? {
            grants.entry(row.parsed("person_id")?).or_default().push(grant(&row)?);
        }
        let rows = self.query(PEOPLE).fetch_all(&mut *self.conn).await?;
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

    /// The phones of an area, newest first.
    pub async fn devices(&mut self) -> Result<Vec<Device>> {
        let rows = self.query(DEVICES).fetch_all(&mut *self.conn).await?;
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
    /// Adds a person with their grants, or changes the one with their id. Whether that is of this area.
    pub async fn save_person(&mut self, person: &Person) -> Result<bool> {
        let saved = self
            .query(SAVE_PERSON)
            .bind(person.id.to_string())
            .bind(&person.code)
            .bind(&person.name)
            .bind(&person.phone)
            .bind(&person.language)
            .bind(i64::from(person.active))
            .execute(&mut *self.conn)
            .await?;
        if saved.rows_affected() == 0 {
            return Ok(false);
        }
        if !person.active {
            self.unsubscribe_person(person.id).await?;
        }
        self.query(DROP_GRANTS).bind(person.id.to_string()).execute(&mut *self.conn).await?;
        for grant in &person.grants {
            self.query(ADD_GRANT)
                .bind(person.id.to_string())
                .bind(grant.role.word())
                .bind(grant.site.map(|site| site.to_string()).unwrap_or_default())
                .execute(&mut *self.conn)
                .await?;
        }
        Ok(true)
    }

    /// Sets the language a person reads.
    pub async fn set_language(&mut self, person: PersonId, language: &str) -> Result<()> {
        self.query(SET_LANGUAGE).bind(person.to_string()).bind(language).execute(&mut *self.conn).await?;
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
        self.query(ADD_INVITATION)
            .bind(code_hash)
            .bind(person.to_string())
            .bind(created.get())
            .bind(expires.get())
            .bind(i64::from(reusable))
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Uses a code: whom it lets in, if it can still be used.
    pub async fn take_invitation(&mut self, code_hash: &str, now: Millis) -> Result<Option<PersonId>> {
        let row = self.query(TAKE_INVITATION).bind(code_hash).bind(now.get()).fetch_optional(&mut *self.conn).await?;
        row.map(|row| row.parsed("person_id")).transpose()
    }

    /// Forgets codes that ended before `before`.
    pub async fn drop_invitations(&mut self, before: Millis) -> Result<u64> {
        Ok(self.query(DROP_INVITATIONS).bind(before.get()).execute(&mut *self.conn).await?.rows_affected())
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
        self.query(ADD_DEVICE)
            .bind(id.to_string())
            .bind(person.to_string())
            .bind(token_hash)
            .bind(label)
            .bind(now.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Notes that a phone was used.
    pub async fn seen(&mut self, device: DeviceId, now: Millis) -> Result<()> {
        self.query(SEEN).bind(device.to_string()).bind(now.get()).execute(&mut *self.conn).await?;
        Ok(())
    }

    /// Locks a phone of the area out: it takes no messages either. Whether there was such a phone.
    pub async fn revoke(&mut self, device: DeviceId, now: Millis) -> Result<bool> {
        let done = self.query(REVOKE).bind(device.to_string()).bind(now.get()).execute(&mut *self.conn).await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        self.unsubscribe(device).await?;
        Ok(true)
    }
}
