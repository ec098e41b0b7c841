//! Lists of long arrays through serde, which knows arrays up to 32 only: one flat list.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

pub fn serialize<T: Serialize, const N: usize, S: Serializer>(rows: &[[T; N]], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(rows.as_flattened())
}

pub fn deserialize<'de, T, const N: usize, D>(from: D) -> Result<Vec<[T; N]>, D::Error>
where
    T: Deserialize<'de> + Copy,
    D: Deserializer<'de>,
{
    let flat = Vec::<T>::deserialize(from)?;
    if !flat.len().is_multiple_of(N) {
        return Err(D::Error::custom(format!("{} values are no rows of {N}", flat.len())));
    }
    Ok(flat.chunks_exact(N).map(|row| <[T; N]>::try_from(row).expect("chunks are of this length")).collect())
}
