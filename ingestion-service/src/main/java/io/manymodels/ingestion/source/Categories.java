package io.manymodels.ingestion.source;

/** Tells codes from typing errors in a column of numbers and a few texts. */
final class Categories {

    private static final int MOST_TEXTS = 20;
    private static final int LONGEST = 20;
    private static final int FEW_NUMBERS = 50;
    /** A number of a code comes again this often, too. */
    private static final int USES = 20;

    private Categories() {}

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
