//! Files that were sent to be taken in, until they are.

use super::row::Columns;
use super::{Db, Result, Tx, statements};
use crate::domain::id::{PersonId, UploadId};
use crate::domain::time::Millis;

statements! {
    UPLOAD = "SELECT name, content, taken FROM uploads WHERE area_id = $1 AND id = $2 ORDER BY position";
    KEEP_UPLOAD = "INSERT INTO uploads (area_id, id, position, person_id, created, name, content) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    TAKE_UPLOAD = "UPDATE uploads SET taken = $3, content = $4 WHERE area_id = $1 AND id = $2 AND taken IS NULL";
    DROP_UPLOADS = "DELETE FROM uploads WHERE area_id = $1 AND created < $2";
}

/// Files that were sent together.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// Each with its name. Without content once they are taken in.
    pub files: Vec<(String, Vec<u8>)>,
    pub taken: Option<Millis>,
}

impl Db<'_> {
    /// What was sent.
    pub async fn upload(&mut self, id: UploadId) -> Result<Option<Upload>> {
        let rows = self.query(UPLOAD).bind(id.to_string()).fetch_all(&mut *self.conn).await?;
        let mut upload = Upload::default();
        for row in &rows {
            upload.taken = row.maybe_int("taken")?.map(Millis);
            upload.files.push((row.text("name")?, row.bytes("content")?));
        }
        Ok(Some(upload).filter(|_| !rows.is_empty()))
    }
}

impl Tx<'_> {
    /// Keeps what was sent.
    pub async fn keep_upload(
        &mut self,
        id: UploadId,
        person: PersonId,
        files: &[(String, Vec<u8>)],
        now: Millis,
    ) -> Result<()> {
        for (position, (name, content)) in (0_i64..).zip(files) {
            let query = self.query(KEEP_UPLOAD).bind(id.to_string()).bind(position).bind(person.to_string());
            let query = query.bind(now.get()).bind(name.clone()).bind(content.clone());
            query.execute(&mut *self.conn).await?;
        }
        Ok(())
    }

    /// Notes that files are taken in, and forgets what was in them. Whether they had not been before.
    pub async fn take_upload(&mut self, id: UploadId, now: Millis) -> Result<bool> {
        let query = self.query(TAKE_UPLOAD).bind(id.to_string()).bind(now.get()).bind(Vec::<u8>::new());
        Ok(query.execute(&mut *self.conn).await?.rows_affected() > 0)
    }

    /// Forgets what was sent before.
    pub async fn drop_uploads(&mut self, before: Millis) -> Result<()> {
        self.query(DROP_UPLOADS).bind(before.get()).execute(&mut *self.conn).await?;
        Ok(())
    }
}
