//! Reads a type from decoded values, some of them replaced on the way. Right values only: what is wrong is told elsewhere.

use crate::text::{Literal, NumberOr, Value};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use std::fmt;

/// A value that stands in the place of another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patch<'a> {
    /// Where: the place among its siblings of each value on the way to it, from the outside in.
    pub steps: &'a [usize],
    /// What.
    pub value: &'a Value,
}

/// The value of `T` that `root` means with `patches` in their places; nothing where it means none. The patches stand in
/// the order of their steps, and none within another.
pub(crate) fn decode_over<T: DeserializeOwned>(root: &Value, patches: &[Patch<'_>]) -> Option<T> {
    T::deserialize(Overlay { value: root, patches, depth: 0 }).ok()
}

/// There is something that the type does not take.
#[derive(Debug)]
struct Unlike;

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("another value than the type takes")
    }
}

impl std::error::Error for Unlike {}

impl de::Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A value and what replaces parts of it.
#[derive(Clone, Copy)]
struct Overlay<'a> {
    value: &'a Value,
    /// In the order of their steps, all of which lead through this value.
    patches: &'a [Patch<'a>],
    /// Steps that lead to this value.
    depth: usize,
}

impl<'a> Overlay<'a> {
    fn child(self, place: usize, value: &'a Value) -> Self {
        let step = |patch: &Patch<'_>| patch.steps[self.depth];
        let start = self.patches.partition_point(|patch| step(patch) < place);
        let n = self.patches[start..].iter().take_while(|patch| step(patch) == place).count();
        let (patches, depth) = (&self.patches[start..start + n], self.depth + 1);
        match patches {
            [patch, ..] if patch.steps.len() == depth => Self { value: patch.value, patches: &[], depth },
            _ => Self { value, patches, depth },
        }
    }

    fn number<T>(self, of: impl FnOnce(Option<f64>, Option<u64>) -> Option<T>) -> Result<T, Unlike> {
        match self.value {
            Value::Number { x, whole } => of(*x, *whole),
            Value::Word(word) => of(ron::from_str(word).ok(), None),
            _ => None,
        }
        .ok_or(Unlike)
    }

    fn read_fields<'de, V: Visitor<'de>>(
        self,
        given: &'a [(String, Value)],
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        if given.iter().any(|(name, _)| !known.contains(&name.as_str())) {
            return Err(Unlike);
        }
        visitor.visit_map(Fields { whole: self, given, next: 0 })
    }
}

macro_rules! whole_numbers {
    ($($deserialize:ident $visit:ident $type:ty;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
            visitor.$visit(self.number(|_, whole| <$type>::try_from(whole?).ok())?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Overlay<'_> {
    type Error = Unlike;

    whole_numbers! {
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_f64(self.number(|x, _| x)?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.value {
            Value::Word(word) => visitor.visit_bool(word.parse().map_err(|_| Unlike)?),
            _ => Err(Unlike),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.value {
            Value::Text(text) => visitor.visit_str(text),
            _ => Err(Unlike),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.value {
            Value::Word(word) if word == "None" => visitor.visit_none(),
            Value::Tuple(Some(name), items) if name == "Some" => match items.as_slice() {
                [only] => visitor.visit_some(self.child(0, only)),
                _ => Err(Unlike),
            },
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.value {
            Value::List(items) => visitor.visit_seq(Elements { whole: self, items, next: 0 }),
            _ => Err(Unlike),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.value {
            Value::Map(entries) => visitor.visit_map(Entries { whole: self, entries, next: 0 }),
            _ => Err(Unlike),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        match self.value {
            Value::Fields(found, given) if found.as_deref().is_none_or(|found| found == name) => {
                self.read_fields(given, fields, visitor)
            }
            _ => Err(Unlike),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        let (Value::Word(name) | Value::Fields(Some(name), _) | Value::Tuple(Some(name), _)) = self.value else {
            return Err(Unlike);
        };
        match variants.contains(&name.as_str()) {
            true => visitor.visit_enum(Variant { name, whole: self }),
            false => Err(Unlike),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Unlike> {
        match (name, self.value) {
            // A literal is its text, which is gone.
            (Literal::NAME, _) => Err(Unlike),
            (NumberOr::NAME, Value::Tuple(Some(name), _)) => visitor.visit_enum(Variant { name, whole: self }),
            (NumberOr::NAME, _) => self.deserialize_f64(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unlike> {
        Err(Unlike)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct Fields<'a> {
    whole: Overlay<'a>,
    given: &'a [(String, Value)],
    next: usize,
}

impl<'de> de::MapAccess<'de> for Fields<'_> {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unlike> {
        let Some((key, _)) = self.given.get(self.next) else { return Ok(None) };
        let key: StrDeserializer<'_, Unlike> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unlike> {
        let (_, value) = self.given.get(self.next).ok_or(Unlike)?;
        self.next += 1;
        seed.deserialize(self.whole.child(self.next - 1, value))
    }
}

struct Elements<'a> {
    whole: Overlay<'a>,
    items: &'a [Value],
    next: usize,
}

impl<'de> de::SeqAccess<'de> for Elements<'_> {
    type Error = Unlike;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unlike> {
        let Some(value) = self.items.get(self.next) else { return Ok(None) };
        self.next += 1;
        seed.deserialize(self.whole.child(self.next - 1, value)).map(Some)
    }
}

struct Entries<'a> {
    whole: Overlay<'a>,
    entries: &'a [(Value, Value)],
    next: usize,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unlike> {
        let Some((key, _)) = self.entries.get(self.next) else { return Ok(None) };
        seed.deserialize(Overlay { value: key, patches: &[], depth: 0 }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unlike> {
        let (_, value) = self.entries.get(self.next).ok_or(Unlike)?;
        self.next += 1;
        seed.deserialize(self.whole.child(self.next - 1, value))
    }
}

struct Variant<'a> {
    name: &'a str,
    whole: Overlay<'a>,
}

impl<'a, 'de> de::EnumAccess<'de> for Variant<'a> {
    type Error = Unlike;
    type Variant = Overlay<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Overlay<'a>), Unlike> {
        let name: StrDeserializer<'_, Unlike> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.whole))
    }
}

impl<'de> de::VariantAccess<'de> for Overlay<'_> {
    type Error = Unlike;

    fn unit_variant(self) -> Result<(), Unlike> {
        if matches!(self.value, Value::Word(_)) { Ok(()) } else { Err(Unlike) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unlike> {
        match self.value {
            Value::Tuple(_, items) if items.len() == 1 => seed.deserialize(self.child(0, &items[0])),
            _ => Err(Unlike),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unlike> {
        Err(Unlike)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Unlike> {
        match self.value {
            Value::Fields(_, given) => self.read_fields(given, fields, visitor),
            _ => Err(Unlike),
        }
    }
}
