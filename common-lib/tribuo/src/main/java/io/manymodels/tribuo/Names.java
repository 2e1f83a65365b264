package io.manymodels.tribuo;

import java.util.Arrays;

/** What Tribuo is told instead of the names of columns and labels: their places. */
public final class Names {

    /** The one dimension of a number. */
    public static final String TARGET = "target";

    private Names() {}

    /** Names of features, in Tribuo's order of names as in that of their places. */
    public static String[] features(int width) {
        String[] names = new String[width];
        Arrays.setAll(names, Names::feature);
        return names;
    }

    /** The name of the label at a place. */
    public static String label(int place) {
        return Integer.toString(place);
    }

    static String feature(int place) {
        String digits = Integer.toString(place);
        return "f" + "0".repeat(Math.max(0, 6 - digits.length())) + digits;
    }

    /** Whether a text is the name of one of so many labels. */
    static boolean isLabel(String name, int labels) {
        if (name.isEmpty() || name.length() > 9 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int place = Integer.parseInt(name);
        return place < labels && name.equals(label(place));
    }
}
