//! RON text to values, with all mistakes at once, each with its place.

mod source;
mod node;
mod scan;
mod path;
mod literal;
mod mistake;
mod decode;
mod access;
mod placeholder;
mod printable;
mod alike;

pub use alike::look;
pub use decode::decode;
pub use literal::Literal;
pub use mistake::{Mistake, render};
pub use node::{Body, Field, Kind, Node};
pub use printable::{is_hidden, printable, printable_json, printable_line};
pub use path::{canonical, child, find, labels, nearest, paths, set};
pub use scan::{parse, parse_value};
pub use source::{Source, Span};
