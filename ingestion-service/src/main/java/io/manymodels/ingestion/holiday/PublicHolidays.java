package io.manymodels.ingestion.holiday;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.manymodels.problem.Closest;
import io.manymodels.rows.Holidays;
import java.time.LocalDate;
import java.time.Year;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which days are public holidays where. A place is a country, {@code DE}, or a region of it, {@code DE-BY}. */
public final class PublicHolidays {

    private static final int CODE = 2;
    /** English names of the countries, and their codes. */
    private static final Map<String, String> COUNTRIES = HolidayManager.getSupportedCalendarCodes().stream()
            .filter(code -> code.length() == CODE).map(code -> code.toUpperCase(Locale.ROOT))
            .collect(Collectors.toMap(code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH), code -> code,
                    (one, _) -> one, TreeMap::new));

    private PublicHolidays() {}

    /** What is wrong with a place; empty where its holidays are known. */
    public static Optional<String> problem(String place) {
        String country = country(place);
        if (!COUNTRIES.containsValue(country)) {
            String closest = Closest.to(country.length() == CODE ? country : place, country.length() == CODE
                    ? new TreeSet<>(COUNTRIES.values())
                    : COUNTRIES.keySet()).map(found -> COUNTRIES.getOrDefault(found, found)).orElse("DE");
            return Optional.of("[%s] is no country whose holidays are known. Maybe [%s]".formatted(place, closest));
        }
        if (place.equals(country)) {
            return Optional.empty();
        }
        Set<String> regions = regions(country);
        return regions.contains(place)
                ? Optional.empty()
                : Optional.of("[%s] is no region of [%s] whose holidays are known. Maybe [%s]".formatted(place, country,
                        Closest.to(place, regions).orElse(country)));
    }

    /** The holidays of some years; empty where none are known. */
    public static Optional<Holidays> of(String place, int firstYear, int lastYear) {
        if (problem(place).isPresent()) {
            return Optional.empty();
        }
        String[] region = place.equals(country(place))
                ? new String[0]
                : new String[] {place.substring(CODE + 1).toLowerCase(Locale.ROOT)};
        HolidayManager manager = manager(country(place));
        long[] days = IntStream.rangeClosed(firstYear, lastYear).boxed()
                .flatMap(year -> Stream.of(HolidayType.PUBLIC_HOLIDAY, HolidayType.BANK_HOLIDAY)
                        .flatMap(type -> manager.getHolidays(Year.of(year), type, region).stream()))
                // One on a Sunday may be kept on the Monday as well.
                .flatMap(holiday -> Stream.of(holiday.getActualDate(), holiday.getDate()))
                .mapToLong(LocalDate::toEpochDay).toArray();
        return Optional.of(new Holidays(place, days));
    }

    private static String country(String place) {
        int end = place.indexOf('-');
        return end < 0 ? place : place.substring(0, end);
    }

    private static Set<String> regions(String country) {
        return manager(country).getCalendarHierarchy().getChildren().values().stream().map(CalendarHierarchy::getId)
                .map(region -> country + "-" + region.toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static HolidayManager manager(String country) {
        return HolidayManager.getInstance(ManagerParameters.create(country.toLowerCase(Locale.ROOT)));
    }
}
