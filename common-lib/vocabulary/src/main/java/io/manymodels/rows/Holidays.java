package io.manymodels.rows;

import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The public holidays of a country, one by one, as they were known when a snapshot was made. Immutable. */
public final class Holidays {

    private final String country;
    private final long[] days;

    /**
     * @param country as the spec names it
     * @param days from 1970-01-01
     */
    public Holidays(String country, long[] days) {
        this.country = country;
        this.days = Arrays.stream(days).sorted().distinct().toArray();
    }

    public String country() {
        return country;
    }

    /** Whether a day is one, counted from 1970-01-01. */
    public boolean contains(long day) {
        return Arrays.binarySearch(days, day) >= 0;
    }

    /** {@code {"country": "DE", "days": [19723]}}. */
    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("country", country);
        ArrayNode array = node.putArray("days");
        for (long day : days) {
            array.add(day);
        }
        return node;
    }

    static Holidays fromJson(JsonNode node) {
        JsonNode array = node.required("days");
        long[] days = new long[array.size()];
        Arrays.setAll(days, i -> array.get(i).longValue());
        return new Holidays(node.required("country").stringValue(), days);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Holidays holidays && holidays.country.equals(country)
                && Arrays.equals(holidays.days, days);
    }

    @Override
    public int hashCode() {
        return 31 * country.hashCode() + Arrays.hashCode(days);
    }

    @Override
    public String toString() {
        return "%s %08x".formatted(country, Arrays.hashCode(days));
    }
}
