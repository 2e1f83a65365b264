package io.manymodels.family;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which times a family's rows can have, where a spec says so. */
public sealed interface Calendar {

    /** Every step of the frequency, whatever the rows look like. */
    record EveryStep() implements Calendar {}

    /** These days of every week. */
    record Weekdays(Set<DayOfWeek> days) implements Calendar {
        public Weekdays {
            days = Set.copyOf(days);
        }
    }

    /** The times that any row of the source has, those without a target among them. */
    record OfRows() implements Calendar {}

    /** These days, ascending: the ends of periods, or a company's open days. */
    record Dates(List<LocalDate> days) implements Calendar {
        public Dates {
            days = List.copyOf(days);
        }
    }

    /** What a spec may say beside days of the week and dates. */
    List<String> WORDS = List.of("every-step", "business-days", "rows");

    /**
     * Reads what a spec says: a word, days of the week ({@code mon}), or dates.
     *
     * @param texts as the list has them; one for a word
     */
    static Calendar parse(List<String> texts) {
        if (texts.size() == 1 && texts.getFirst().equals("every-step")) {
            return new EveryStep();
        }
        if (texts.size() == 1 && texts.getFirst().equals("rows")) {
            return new OfRows();
        }
        if (texts.size() == 1 && texts.getFirst().equals("business-days")) {
            return new Weekdays(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        }
        Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
        List<LocalDate> dates = new ArrayList<>();
        for (String text : texts) {
            DayOfWeek day = weekday(text);
            if (day != null) {
                weekdays.add(day);
            } else {
                dates.add(date(text));
            }
        }
        if (!weekdays.isEmpty() && !dates.isEmpty()) {
            throw new IllegalArgumentException("days of the week and dates");
        }
        if (weekdays.isEmpty() && dates.size() < 2) {
            throw new IllegalArgumentException("a calendar of one date");
        }
        return weekdays.isEmpty() ? new Dates(dates.stream().sorted().toList()) : new Weekdays(weekdays);
    }

    private static @Nullable DayOfWeek weekday(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (lower.equals(wire(day)) || lower.equals(day.name().toLowerCase(Locale.ROOT))) {
                return day;
            }
        }
        return null;
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no date: " + text, e);
        }
    }

    /** {@code mon}. */
    static String wire(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    /** The texts that {@link #parse} reads. */
    default List<String> texts() {
        return switch (this) {
            case EveryStep _ -> List.of("every-step");
            case OfRows _ -> List.of("rows");
            case Weekdays weekdays -> weekdays.days().stream().sorted().map(Calendar::wire).toList();
            case Dates dates -> dates.days().stream().map(LocalDate::toString).toList();
        };
    }
}
