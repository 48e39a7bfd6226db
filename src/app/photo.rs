//! Pictures as phones take them, made small and stripped of everything but what is to be seen.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::error::{LimitError, LimitErrorKind};
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};
use tokio::sync::Semaphore;

use super::{Act, App, Done, Field, FieldError, FieldErrorKind, Refusal, Result, Thing};
use crate::domain::id::OpId;
use crate::domain::ledger::{Holder, Op, OpKind};
use crate::domain::people::Actor;

/// The longest side of a picture that is kept, in pixels.
pub const LONGEST_SIDE: u32 = 1_600;
/// The longest side of a picture that is read at all.
const LONGEST_READ: u32 = 12_000;
/// The most memory that reading one picture may take: 50 million pixels.
const MOST_MEMORY: u64 = 160 * 1024 * 1024;
/// Of 100.
const QUALITY: u8 = 80;

/// Pictures are read one after the other, so that many at once cannot take all the memory.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

impl App {
    /// A picture that comes after its announcement: phones send it by itself, so that it never keeps food waiting.
    ///
    /// # Errors
    /// When there is no such announcement of this person.
    pub async fn attach_photo(&self, who: &Actor, act: Act, of: OpId, jpeg: Vec<u8>) -> Result<Done> {
        self.perform(who, act, OpKind::Photo, move |tx, cx| {
            Box::pin(async move {
                let own = |op: &Op| cx.who.coordinates() || op.person == cx.who.person;
                tx.op(of).await?.filter(own).ok_or(Refusal::NotFound(Thing::Act))?;
                let announced = tx.movements_of_op(of).await?;
                let lots: Vec<_> =
                    announced.iter().filter(|movement| movement.transfer.from == Holder::Supplier).collect();
                if lots.is_empty() {
                    return Err(Refusal::NotFound(Thing::Lot));
                }
                let photo = cx.machine.id();
                tx.add_photo(photo, &jpeg, cx.op.received).await?;
                for movement in lots {
                    tx.set_photo(movement.transfer.lot, photo).await?;
                }
                Ok(Vec::new())
            })
        })
        .await
    }

    /// A picture as it is kept: a JPEG of at most [`LONGEST_SIDE`] pixels, upright, without where and when it was taken
    /// or with what.
    ///
    /// # Errors
    /// When it is no picture in a known format, or too large to read: an error of the field `photo`.
    pub async fn clean_photo(
        &self,
        bytes: impl AsRef<[u8]> + Send + 'static,
    ) -> std::result::Result<Vec<u8>, FieldError> {
        let no_picture = || FieldError::new(Field::Photo, FieldErrorKind::NotAPicture);
        let _turn = ONE_AT_A_TIME.acquire().await.map_err(|_| no_picture())?;
        let cleaned = tokio::task::spawn_blocking(move || cleaned(bytes)).await;
        match cleaned {
            Ok(Ok(jpeg)) => Ok(jpeg),
            Ok(Err(error)) => {
                tracing::info!(%error, "a picture could not be read");
                Err(no_picture())
            }
            Err(error) => {
                tracing::warn!(%error, "reading a picture broke");
                Err(no_picture())
            }
        }
    }
}

fn cleaned(bytes: impl AsRef<[u8]>) -> image::ImageResult<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_READ);
    limits.max_image_height = Some(LONGEST_READ);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(ImageError::Limits(LimitError::from_kind(LimitErrorKind::InsufficientMemory)));
    }
    let upright = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture = picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle);
    }
    picture.apply_orientation(upright);
    let mut jpeg = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))?;
    Ok(jpeg)
}
