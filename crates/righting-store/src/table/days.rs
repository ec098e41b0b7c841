//! Days as tables count them.

use jiff::civil::Date;

/// Days from 1970-01-01 to a date, as tables count them.
pub(crate) fn days_since_epoch(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}
