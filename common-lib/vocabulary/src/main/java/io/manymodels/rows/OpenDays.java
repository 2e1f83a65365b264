package io.manymodels.rows;

import io.manymodels.family.Calendar;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The days on which steps lie, where that is not every day of a frequency. Days are counted from 1970-01-01. */
public sealed interface OpenDays {

    /** The number of the latest open day up to a day. */
    long position(long day);

    /** The open day with a number: the inverse of {@link #position} for open days. */
    long day(long position);

    /** How it is written in the axis' JSON: {@code {"weekdays": [1]}} (1 is Monday) or {@code {"days": [19723]}}. */
    ObjectNode toJson();

    /** The same days of every week. */
    static OpenDays of(Set<DayOfWeek> days) {
        return Weekly.of(days);
    }

    /** Days one by one, two at least. */
    static OpenDays of(long[] days) {
        return Listed.of(days);
    }

    static OpenDays fromJson(JsonNode node) {
        JsonNode weekdays = node.get("weekdays");
        long[] values = longs(weekdays == null ? node.required("days") : weekdays);
        return weekdays == null
                ? Listed.of(values)
                : Weekly.of(Arrays.stream(values).mapToObj(day -> DayOfWeek.of((int) day)).collect(Collectors.toSet()));
    }

    private static long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).longValue();
        }
        return values;
    }

    /**
     * The same days of every week: business days, or a shop that is closed on Sundays.
     *
     * @param mask a bit for each open day, Monday's the lowest
     */
    record Weekly(int mask) implements OpenDays {

        /** How unlikely it must be that rows miss a day of the week by chance. */
        private static final double CHANCE = 1e-4;
        private static final long WEEK = 7;
        /** 1970-01-01 was a Thursday; weeks begin on Mondays. */
        private static final long FIRST_DAY = 3;

        public Weekly {
            if (mask < 1 || mask >= 1 << WEEK) {
                throw new IllegalArgumentException("[%d] is no set of days of the week".formatted(mask));
            }
        }

        static Weekly of(Set<DayOfWeek> days) {
            return new Weekly(days.stream().mapToInt(day -> 1 << day.getValue() - 1).reduce(0, (a, b) -> a | b));
        }

        /** The days of the week that are among these days. */
        static Weekly among(long[] days) {
            return new Weekly((int) Arrays.stream(days).map(day -> 1L << weekday(day)).reduce(0, (a, b) -> a | b));
        }

        /**
         * The pattern of rows that leave out days of the week, where there are enough of them to tell.
         *
         * @param days with rows, distinct
         */
        static Optional<Weekly> of(long[] days) {
            if (days.length == 0) {
                return Optional.empty();
            }
            Weekly seen = among(days);
            boolean enough = Math.pow((double) seen.size() / WEEK, days.length) < CHANCE;
            return seen.size() < WEEK && enough ? Optional.of(seen) : Optional.empty();
        }

        private static int weekday(long day) {
            return (int) Math.floorMod(day + FIRST_DAY, WEEK);
        }

        /** Open days a week, 1 to 7. */
        public int size() {
            return Integer.bitCount(mask);
        }

        boolean isOpen(long day) {
            return (mask >> weekday(day) & 1) == 1;
        }

        @Override
        public long position(long day) {
            int upToToday = mask & (2 << weekday(day)) - 1;
            return Math.floorDiv(day + FIRST_DAY, WEEK) * size() + Integer.bitCount(upToToday) - 1;
        }

        @Override
        public long day(long position) {
            int rest = mask;
            for (long skipped = Math.floorMod(position, (long) size()); skipped > 0; skipped--) {
                rest &= rest - 1;
            }
            return Math.floorDiv(position, (long) size()) * WEEK + Integer.numberOfTrailingZeros(rest) - FIRST_DAY;
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            ArrayNode open = node.putArray("weekdays");
            days().forEach(day -> open.add(day.getValue()));
            return node;
        }

        private Stream<DayOfWeek> days() {
            return Arrays.stream(DayOfWeek.values()).filter(day -> (mask >> day.getValue() - 1 & 1) == 1);
        }

        /** As a spec names them: {@code mon tue}. */
        @Override
        public String toString() {
            return days().map(Calendar::wire).collect(Collectors.joining(" "));
        }
    }

    /**
     * Days one by one. Before the first and behind the last of them steps go on as most of them came; where that is day by
     * day, on the days of the week that are among them.
     *
     * @param days ascending, distinct, two at least
     * @param distance the most frequent one between neighbours
     * @param week the days of the week that are among them
     */
    record Listed(long[] days, long distance, Weekly week) implements OpenDays {

        static Listed of(long[] days) {
            long[] sorted = Arrays.stream(days).sorted().distinct().toArray();
            if (sorted.length < 2) {
                throw new IllegalArgumentException("A calendar of [%d] days".formatted(sorted.length));
            }
            return new Listed(sorted, TimeAxisInference.commonest(sorted, 1), Weekly.among(sorted));
        }

        private long last() {
            return days[days.length - 1];
        }

        @Override
        public long position(long day) {
            if (day < days[0]) {
                return steps(days[0], day);
            }
            if (day > last()) {
                return days.length - 1 + steps(last(), day);
            }
            int found = Arrays.binarySearch(days, day);
            return found >= 0 ? found : -found - 2;
        }

        private long steps(long from, long to) {
            return distance > 1 ? Math.floorDiv(to - from, distance) : week.position(to) - week.position(from);
        }

        @Override
        public long day(long position) {
            if (position >= 0 && position < days.length) {
                return days[(int) position];
            }
            return position < 0 ? after(days[0], position) : after(last(), position - days.length + 1);
        }

        private long after(long day, long steps) {
            return distance > 1 ? day + steps * distance : week.day(week.position(day) + steps);
        }

        /** The mean distance between neighbours, in days. */
        double meanDistance() {
            return (double) (last() - days[0]) / (days.length - 1);
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            ArrayNode listed = node.putArray("days");
            Arrays.stream(days).forEach(listed::add);
            return node;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Listed listed && Arrays.equals(days, listed.days);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(days);
        }

        @Override
        public String toString() {
            return "%d days, %d to %d, %x".formatted(days.length, days[0], last(), Arrays.hashCode(days));
        }
    }
}
