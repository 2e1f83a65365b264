package io.manymodels.promotion.rule;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as messages show them: six significant digits, no exponent, no trailing zeros. */
final class Figure {

    private static final MathContext SIX_DIGITS = new MathContext(6);

    private Figure() {}

    static String of(double value) {
        if (value == 0) {
            return "0";
        }
        return new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
    }
}
