//! RON text to values, with all mistakes at once, each with its place.

mod source;
mod node;
mod units;
mod advice;
mod scanner;
mod scalar;
mod scan;
mod path;
mod literal;
mod number_or;
mod value;
mod overlay;
mod mistake;
mod notes;
mod placeholder;
mod access;
mod decode;
mod printable;
mod alike;

pub(crate) use alike::look;
pub(crate) use decode::decode;
pub use literal::Literal;
pub(crate) use mistake::nearest_name;
pub use mistake::{Mistake, render};
pub use node::{Body, Field, Kind, Node};
pub(crate) use number_or::NumberOr;
pub(crate) use overlay::{Patch, decode_over};
pub use path::paths;
pub(crate) use path::{assigned, child, find, labels, no_such_path, set, steps, trail};
pub(crate) use printable::printable;
pub(crate) use printable::{is_hidden, printable_json, printable_line};
pub(crate) use scan::{Reading, read};
pub use scan::{parse, parse_value};
pub use source::{Source, Span};
pub(crate) use value::{Value, number};
