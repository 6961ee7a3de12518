//! A tree to any deserialisable value: every mistake is noted and stepped over, so that all are found at once.

use crate::text::access::{Elements, Entries, Fields, Variant};
use crate::text::advice::{advice, variant_for};
use crate::text::notes::{Notes, Reader, Stop};
use crate::text::placeholder::Placeholder;
use crate::text::{Body, Field, Kind, Literal, Mistake, Node, NumberOr, labels};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The value that a tree stands for, and what is wrong with the tree.
///
/// Where something is wrong the value holds placeholders, good for nothing but the search for further mistakes.
pub(crate) fn decode<T: DeserializeOwned>(root: &Node) -> (Option<T>, Vec<Mistake>) {
    let mut missing: Vec<Mistake> = Vec::new();
    let mut filled: BTreeSet<(String, &'static str)> = BTreeSet::new();
    loop {
        let notes = Notes { mistakes: RefCell::default(), path: RefCell::default(), filled };
        let result = T::deserialize(Reader { node: root, notes: &notes });
        let mut found = notes.mistakes.into_inner();
        match result {
            Err(Stop::Missing { path, field, noted }) if notes.filled.len() < MOST_MISSING => {
                filled = notes.filled;
                filled.insert((path, field));
                missing.extend(noted.map(|mistake| *mistake));
            }
            result => {
                missing.append(&mut found);
                return (result.ok(), missing);
            }
        }
    }
}

/// Missing fields, each of which takes another pass, that are looked for.
const MOST_MISSING: usize = 100;

impl<'a> Reader<'a> {
    fn wrong<'de, V: Visitor<'de>>(
        self,
        allowed: &str,
        go_on: impl FnOnce(Placeholder<'a>) -> Result<V::Value, Stop>,
    ) -> Result<V::Value, Stop> {
        // Of what is no value at all its own mistake tells.
        if self.node.kind != Kind::Wrong {
            let mistake = self.notes.note(&self.node.span, self.node.excerpt(), allowed);
            self.notes.replace_last(Mistake { help: advice(self.node, allowed), ..mistake });
        }
        go_on(Placeholder { notes: self.notes })
    }

    fn scalar<T: DeserializeOwned>(&self) -> Option<T> {
        match self.node.kind {
            Kind::Scalar | Kind::Word(_) => ron::from_str(self.node.span.text()).ok(),
            _ => None,
        }
    }
}

macro_rules! whole_numbers {
    ($($deserialize:ident $visit:ident $type:ty;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            match self.scalar::<$type>() {
                Some(value) => visitor.$visit(value),
                None => {
                    let allowed = format!("a whole number from {} to {}", <$type>::MIN, <$type>::MAX);
                    self.wrong::<V>(&allowed, |rest| rest.$deserialize(visitor))
                }
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Stop;

    whole_numbers! {
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.scalar::<f64>() {
            Some(value) => visitor.visit_f64(value),
            None => self.wrong::<V>("a number", |rest| rest.deserialize_f64(visitor)),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.scalar::<bool>() {
            Some(value) => visitor.visit_bool(value),
            None => self.wrong::<V>("true or false", |rest| rest.deserialize_bool(visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.node.as_string() {
            Some(value) => visitor.visit_string(value),
            None => self.wrong::<V>("a text in double quotes", |rest| rest.deserialize_string(visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match &self.node.kind {
            Kind::Word(word) if word == "None" => visitor.visit_none(),
            Kind::Group(Some(name), Body::Positional(items)) if name == "Some" && items.len() == 1 => {
                visitor.visit_some(Reader { node: &items[0], notes: self.notes })
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match &self.node.kind {
            Kind::List(items) => visitor.visit_seq(Elements {
                items: labels(items.iter().map(Node::name)).into_iter().zip(items),
                notes: self.notes,
            }),
            _ => self.wrong::<V>("a list in brackets [ … ]", |rest| rest.deserialize_seq(visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let Kind::Map(entries) = &self.node.kind else {
            return self.wrong::<V>("a map in braces { \"name\": … }", |rest| rest.deserialize_map(visitor));
        };
        let mut seen = BTreeSet::new();
        for (key, _) in entries {
            if !seen.insert(key.as_string()) {
                self.notes.note(&key.span, format!("{} a second time", key.excerpt()), "each name once");
            }
        }
        visitor.visit_map(Entries { entries: entries.iter(), value: None, notes: self.notes })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        match &self.node.kind {
            Kind::Group(found, body) if found.as_deref().is_none_or(|found| found == name) => {
                self.fields(body, fields, visitor)
            }
            _ => {
                let allowed = format!("fields in parentheses ({}: …)", fields.first().copied().unwrap_or_default());
                self.wrong::<V>(&allowed, |rest| rest.deserialize_struct(name, fields, visitor))
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let found = match &self.node.kind {
            Kind::Word(word) => word.as_str(),
            Kind::Group(Some(word), _) => word.as_str(),
            _ => "",
        };
        if let Some(variant) = variants.iter().find(|variant| **variant == found) {
            return visitor.visit_enum(Variant { name: variant, reader: self });
        }
        if self.node.kind != Kind::Wrong {
            let allowed = format!("one of {}", variants.join(", "));
            let mistake = self.notes.note(&self.node.span, self.node.excerpt(), allowed);
            let mistake = mistake.with_nearest(found, variants.iter().copied());
            let help = mistake.help.clone().or_else(|| variant_for(self.node, variants));
            self.notes.replace_last(Mistake { help, ..mistake });
        }
        Placeholder { notes: self.notes }.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Stop> {
        match name {
            Literal::NAME => visitor.visit_newtype_struct(self.node.span.text().into_deserializer()),
            NumberOr::NAME if NumberOr::is_per_year(self.node) => {
                visitor.visit_enum(Variant { name: NumberOr::PER_YEAR, reader: self })
            }
            NumberOr::NAME => match self.scalar::<f64>() {
                Some(value) => visitor.visit_f64(value),
                None => self.wrong::<V>(NumberOr::ALLOWED, |rest| rest.deserialize_f64(visitor)),
            },
            _ => visitor.visit_newtype_struct(self),
        }
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

impl<'a> Reader<'a> {
    pub(super) fn fields<'de, V: Visitor<'de>>(
        self,
        body: &'a Body,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let given: &[Field] = match body {
            Body::Named(given) => given,
            Body::Positional(items) => {
                if !items.is_empty() {
                    let allowed = format!("fields by name: {}", fields.join(", "));
                    self.notes.note(&self.node.span, self.node.excerpt(), allowed);
                }
                &[]
            }
        };
        let mut known = Vec::new();
        for (i, field) in given.iter().enumerate() {
            let found = format!("field `{}`", field.key);
            if !fields.contains(&field.key.as_str()) {
                let mut mistake =
                    self.notes.note(&field.key_span, found, format!("one of the fields {}", fields.join(", ")));
                mistake.path = self.notes.below(&field.key);
                // Of very many nobody reads what the nearest would be.
                let near = fields.iter().copied().filter(|_| self.notes.n_mistakes() < MOST_MISSING);
                self.notes.replace_last(mistake.with_nearest(&field.key, near));
            } else if given[..i].iter().any(|other| other.key == field.key) {
                self.notes.note(&field.key_span, format!("{found} a second time"), "each field once");
            } else {
                known.push(field);
            }
        }
        let place = self.notes.place();
        let filled = fields.iter().copied().filter(|field| self.notes.filled.contains(&(place.clone(), *field)));
        let filled = filled.filter(|field| known.iter().all(|given| given.key != *field)).collect();
        let result = visitor.visit_map(Fields { given: known.into_iter(), filled, value: None, notes: self.notes });
        self.notes.missing(result, Some(&self.node.span))
    }
}
