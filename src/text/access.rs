//! The parts of a value as they are read: fields, elements, entries, and the content of a variant.

use crate::text::advice::one_value;
use crate::text::notes::{Notes, Reader, Stop};
use crate::text::placeholder::Placeholder;
use crate::text::{Body, Field, Kind, Mistake, Node};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

pub(super) struct Fields<'a, I> {
    pub(super) given: I,
    pub(super) filled: Vec<&'static str>,
    pub(super) value: Option<&'a Field>,
    pub(super) notes: &'a Notes,
}

impl<'a, 'de, I: Iterator<Item = &'a Field>> de::MapAccess<'de> for Fields<'a, I> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        self.value = self.given.next();
        let key = match self.value {
            Some(field) => field.key.as_str(),
            None => match self.filled.last() {
                Some(field) => field,
                None => return Ok(None),
            },
        };
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Stop> {
        let notes = self.notes;
        match self.value {
            Some(field) => notes.within(&field.key, || seed.deserialize(Reader { node: &field.value, notes })),
            None => {
                let field = self.filled.pop().unwrap_or_default();
                notes.within(field, || seed.deserialize(Placeholder { notes }))
            }
        }
    }
}

pub(super) struct Elements<'a, I> {
    pub(super) items: I,
    pub(super) notes: &'a Notes,
}

impl<'a, 'de, I: Iterator<Item = (String, &'a Node)>> de::SeqAccess<'de> for Elements<'a, I> {
    type Error = Stop;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Stop> {
        let Some((name, node)) = self.items.next() else { return Ok(None) };
        let notes = self.notes;
        notes.within(&name, || seed.deserialize(Reader { node, notes })).map(Some)
    }
}

pub(super) struct Entries<'a, I> {
    pub(super) entries: I,
    pub(super) value: Option<&'a (Node, Node)>,
    pub(super) notes: &'a Notes,
}

impl<'a, 'de, I: Iterator<Item = &'a (Node, Node)>> de::MapAccess<'de> for Entries<'a, I> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        self.value = self.entries.next();
        let Some((key, _)) = self.value else { return Ok(None) };
        seed.deserialize(Reader { node: key, notes: self.notes }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Stop> {
        let notes = self.notes;
        match self.value.take() {
            Some((key, value)) => {
                let name = key.as_string().unwrap_or_default();
                notes.within(&name, || seed.deserialize(Reader { node: value, notes }))
            }
            None => seed.deserialize(Placeholder { notes }),
        }
    }
}

/// A variant whose name is known; its content must have the right form.
pub(super) struct Variant<'a> {
    pub(super) name: &'static str,
    pub(super) reader: Reader<'a>,
}

impl<'a> Variant<'a> {
    fn wrong(&self, form: &str) -> Placeholder<'a> {
        let Reader { node, notes } = self.reader;
        let mistake = notes.note(&node.span, node.excerpt(), format!("{}{form}", self.name));
        if form.starts_with("(…)") {
            notes.replace_last(Mistake { help: one_value(self.name, node), ..mistake });
        }
        Placeholder { notes }
    }
}

impl<'a, 'de> de::EnumAccess<'de> for Variant<'a> {
    type Error = Stop;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Stop> {
        Ok((seed.deserialize(self.name.into_deserializer())?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_> {
    type Error = Stop;

    fn unit_variant(self) -> Result<(), Stop> {
        if !matches!(self.reader.node.kind, Kind::Word(_)) {
            self.wrong(", alone, without parentheses");
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Stop> {
        match &self.reader.node.kind {
            Kind::Group(_, Body::Positional(items)) if items.len() == 1 => {
                seed.deserialize(Reader { node: &items[0], notes: self.reader.notes })
            }
            _ => seed.deserialize(self.wrong("(…) with one value in parentheses")),
        }
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Stop> {
        match &self.reader.node.kind {
            Kind::Group(_, body) => self.reader.fields(body, fields, visitor),
            _ => {
                let form = format!("({}: …) with its fields by name: {}", fields[0], fields.join(", "));
                de::VariantAccess::struct_variant(self.wrong(&form), fields, visitor)
            }
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Stop> {
        self.reader.deserialize_seq(visitor)
    }
}
