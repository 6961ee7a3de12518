//! What a run is measured by: metrics and their one table, whom they are about, benchmarks, series. Both engines use it.

mod beyond;
mod benchmarks;
mod label;
mod metrics;
mod quantity;
mod series;
mod spec;

pub use benchmarks::Benchmarks;
pub use beyond::Beyond;
pub use label::Label;
pub use metrics::Metric;
pub use quantity::{About, Quantity, catalogue};
pub use series::{SeriesKind, series_points};
pub use spec::{Group, Kind, MetricSpec, MovedBy, Range, Storage, Unit, Whose};
