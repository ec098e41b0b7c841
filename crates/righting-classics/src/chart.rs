//! Small charts as stand-alone SVG: lines or points over two axes.

use serde::Serialize;

use crate::figure::figure;

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// A line through the points.
    Line,
    /// A dot at each point.
    Dots,
    /// A line that keeps its value until the next point.
    Steps,
}

/// One series of points.
#[derive(Debug, Clone)]
pub struct Series {
    /// Name, printed at the series.
    pub name: String,
    /// Points in data units, from left to right.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// A finished chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Name, fit for a file.
    pub name: &'static str,
    /// Title.
    pub title: String,
    /// The picture, in the colours of the report, by day and by night.
    pub svg: String,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 110.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 40.0;
const COLOURS: [&str; 6] = ["var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)", "var(--s6)"];

/// Ink, paper and lines of the report, by day and by night.
const STYLE: &str = "<style>\
    .righting{--paper:#fff;--ink:#191d21;--soft:#545d66;--line:#dde1e5;\
    --s1:#14507f;--s2:#a8330f;--s3:#2c7048;--s4:#7a4a93;--s5:#94650c;--s6:#545d66}\
    @media(prefers-color-scheme:dark){\
    .righting{--paper:#13171b;--ink:#e7eaed;--soft:#a3adb6;--line:#2d343b;\
    --s1:#8fc3ea;--s2:#ff9b73;--s3:#86cfa2;--s4:#cda6e2;--s5:#e5b95c;--s6:#a3adb6}}\
    </style>";

/// Draws `series` over axes named `x` and `y`.
pub fn chart(name: &'static str, title: &str, x: &str, y: &str, series: &[Series]) -> Chart {
    let points = || series.iter().flat_map(|s| &s.points);
    let across = Axis::over(points().map(|p| p.0), LEFT, WIDTH - RIGHT);
    let up = Axis::over(points().map(|p| p.1).chain([0.0]), HEIGHT - BOTTOM, TOP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         class=\"righting\" aria-label=\"{0}\" font-family=\"Inter,system-ui,sans-serif\" font-size=\"11\" \
         fill=\"var(--soft)\">{STYLE}<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"var(--paper)\"/>\
         <text fill=\"var(--ink)\" x=\"{LEFT}\" y=\"16\" font-size=\"13\" \
         font-weight=\"600\">{0}</text>",
        escape(title)
    );
    for tick in up.ticks() {
        let at = up.place(tick);
        svg += &format!(
            "<path d=\"M{LEFT} {at:.1}H{}\" stroke=\"var(--line)\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            at + 4.0,
            figure(tick)
        );
    }
    for tick in across.ticks() {
        svg += &format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            across.place(tick),
            HEIGHT - BOTTOM + 16.0,
            figure(tick)
        );
    }
    svg += &format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text><text x=\"{LEFT}\" y=\"{}\" \
         text-anchor=\"end\" dx=\"-6\">{}</text>",
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 6.0,
        escape(x),
        TOP - 8.0,
        escape(y)
    );
    let mut labels: Vec<f64> = Vec::new();
    for (index, line) in series.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        svg += &draw(line, colour, &across, &up);
        if let Some(last) = line.points.last() {
            let mut at = up.place(last.1) + 4.0;
            while labels.iter().any(|&taken| (taken - at).abs() < 12.0) {
                at -= 4.0;
            }
            labels.push(at);
            svg += &format!(
                "<text x=\"{}\" y=\"{at:.1}\" fill=\"{colour}\">{}</text>",
                WIDTH - RIGHT + 6.0,
                escape(&line.name)
            );
        }
    }
    svg += "</svg>";
    Chart { name, title: title.to_owned(), svg }
}

fn draw(line: &Series, colour: &str, across: &Axis, up: &Axis) -> String {
    let mut drawn = String::new();
    if line.stroke == Stroke::Dots {
        for &(px, py) in &line.points {
            let (cx, cy) = (across.place(px), up.place(py));
            drawn += &format!("<circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"2.5\" fill=\"{colour}\"/>");
        }
        return drawn;
    }
    let mut path = String::new();
    for (index, &(px, py)) in line.points.iter().enumerate() {
        let (px, py) = (across.place(px), up.place(py));
        path += &match (index, line.stroke) {
            (0, _) => format!("M{px:.1} {py:.1}"),
            (_, Stroke::Steps) => format!("H{px:.1}V{py:.1}"),
            _ => format!("L{px:.1} {py:.1}"),
        };
    }
    drawn + &format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.4\"/>")
}

struct Axis {
    low: f64,
    high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|v| v.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if low == high {
            high = low + 1.0;
        }
        let rough = (high - low) / 5.0;
        let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|s| s * power >= rough);
        let step = step.unwrap_or(10.0) * power;
        let low = libm::floor(low / step) * step;
        let high = libm::ceil(high / step) * step;
        Self { low, high, step, from, to }
    }

    fn place(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let count = libm::round((self.high - self.low) / self.step) as u32;
        (0..=count).map(|i| self.low + f64::from(i) * self.step)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_whole_and_escapes_its_words() {
        let points = vec![(0.0, 1.0), (1.0, 3.0)];
        let line = Series { name: "a<b".into(), points, stroke: Stroke::Line };
        let drawn = chart("test", "A & B", "x", "y", &[line]);
        assert!(drawn.svg.starts_with("<svg") && drawn.svg.ends_with("</svg>"));
        assert!(drawn.svg.contains("A &amp; B") && drawn.svg.contains("a&lt;b"));
        assert!(!drawn.svg.contains("NaN"));
    }
}
