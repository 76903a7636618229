package lazurite.governance.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/** One meter of one class over time, as an SVG: a bar is sure up to where it is pale, and ends somewhere in the pale. */
final class UsageChart {
    private static final int WIDTH = 340;
    private static final int HEIGHT = 170;
    private static final int LEFT = 6;
    private static final int TOP = 22;
    private static final int BOTTOM = 24;
    private static final int FLOOR = HEIGHT - BOTTOM;

    private UsageChart() {}

    static void write(Markup out, String meter, List<LocalDate> steps, SortedMap<LocalDate, Usage.Point> points) {
        BigInteger most = points.values().stream()
                .flatMap(point -> Stream.ofNullable(point.amount()))
                .map(Amount::atMost)
                .reduce(BigInteger.ONE, BigInteger::max);
        out.open(
                        "svg",
                        "viewBox",
                        "0 0 " + WIDTH + " " + HEIGHT,
                        "role",
                        "img",
                        "aria-label",
                        Words.meter(meter) + ", over time; the table below has the numbers")
                .line();
        line(out, TOP);
        line(out, FLOOR);
        label(out, LEFT, TOP - 6, "start", "at most " + Words.number(meter, most));
        label(out, LEFT, HEIGHT - 8, "start", steps.getFirst().toString());
        if (steps.size() > 1) {
            label(out, WIDTH - LEFT, HEIGHT - 8, "end", steps.getLast().toString());
        }
        double slot = (WIDTH - 2.0 * LEFT) / steps.size();
        for (int i = 0; i < steps.size(); i++) {
            Usage.Point point = points.get(steps.get(i));
            if (point != null) {
                bar(out, meter, point, LEFT + i * slot, slot, most);
            }
        }
        out.close("svg").line();
    }

    private static void bar(Markup out, String meter, Usage.Point point, double x, double slot, BigInteger most) {
        double width = Math.max(1, slot * 0.8);
        double left = x + (slot - width) / 2;
        Amount amount = point.amount();
        out.open("g").open("title");
        out.text(point.start() + ": " + (amount == null ? "withheld" : Words.amount(meter, amount)));
        out.close("title");
        if (amount == null) {
            rect(out, "withheld", left, FLOOR - 14, width, 14);
        } else {
            double sure = share(amount.atLeast(), most);
            double pale = share(amount.atMost(), most);
            rect(out, "pale", left, FLOOR - pale, width, pale - sure);
            rect(out, "sure", left, FLOOR - sure, width, sure);
        }
        out.close("g").line();
    }

    /** Its height in the chart. */
    private static double share(BigInteger value, BigInteger most) {
        return new BigDecimal(value)
                .divide(new BigDecimal(most), 6, RoundingMode.HALF_UP)
                .multiply(BigDecimal.valueOf(FLOOR - TOP))
                .doubleValue();
    }

    private static void rect(Markup out, String kind, double x, double y, double width, double height) {
        out.open(
                        "rect",
                        "class",
                        kind,
                        "x",
                        round(x),
                        "y",
                        round(y),
                        "width",
                        round(width),
                        "height",
                        round(Math.max(0, height)))
                .close("rect");
    }

    private static void line(Markup out, int y) {
        out.open(
                        "line",
                        "class",
                        "axis",
                        "x1",
                        String.valueOf(LEFT),
                        "x2",
                        String.valueOf(WIDTH - LEFT),
                        "y1",
                        String.valueOf(y),
                        "y2",
                        String.valueOf(y))
                .close("line")
                .line();
    }

    private static void label(Markup out, int x, int y, String anchor, String text) {
        out.element("text", text, "x", String.valueOf(x), "y", String.valueOf(y), "text-anchor", anchor);
    }

    private static String round(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
