package io.manymodels.ingestion.source;

import org.jspecify.annotations.Nullable;

/**
 * A column of a text file and how nearly all of its values are read.
 *
 * @param values how many are not missing
 * @param fitting how many of those can be read so
 * @param remark what the user may want to know about the decision; null where it goes without saying
 */
record TextColumn(String name, TextReading reading, long values, long fitting, @Nullable String remark) {

    private static final int MOST_TEXTS = 20;
    private static final int LONGEST = 20;
    private static final int FEW_NUMBERS = 50;
    /** A number of a code comes again this often, too. */
    private static final int USES = 20;

    boolean isEmpty() {
        return values == 0;
    }

    boolean fitsAll() {
        return fitting == values;
    }

    /**
     * Whether the texts are codes like the numbers beside them.
     *
     * @param texts values that are no numbers; {@code different} of them differ, the longest has {@code longest} characters
     * @param numbers values that are whole numbers; {@code differentNumbers} of them differ
     */
    static boolean isCode(long texts, long different, long longest, long numbers, long differentNumbers) {
        boolean again = different > 0 && different <= MOST_TEXTS && texts >= 2 * different && longest <= LONGEST;
        return again && (differentNumbers <= FEW_NUMBERS || differentNumbers * USES <= numbers);
    }
}
