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
mod value;
mod overlay;
mod mistake;
mod notes;
mod placeholder;
mod access;
mod decode;
mod printable;
mod alike;

pub use alike::look;
pub use decode::decode;
pub use literal::Literal;
pub use mistake::{Mistake, nearest_name, render};
pub use node::{Body, Field, Kind, Node};
pub use overlay::{Patch, decode_over};
pub use path::{assigned, child, find, labels, nearest, no_such_path, paths, set, steps, trail};
pub use printable::{is_hidden, printable, printable_json, printable_line};
pub use scan::{Reading, parse, parse_value, read};
pub use source::{Source, Span};
pub use value::{Value, number};
