package io.manymodels.realtime.protocol;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Cells;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The elements of a tensor in JSON, flat or nested, row-major. */
final class TensorData {

    private final Datatype datatype;
    private final int elements;
    private final double[] numbers;
    private final @Nullable String[] texts;
    private final @Nullable Object[] others;
    private int count;

    TensorData(Datatype datatype, int elements) {
        this.datatype = datatype;
        this.elements = elements;
        boolean fraction = datatype == Datatype.FP16 || datatype == Datatype.FP32 || datatype == Datatype.FP64;
        this.numbers = new double[fraction ? elements : 0];
        this.texts = new String[datatype == Datatype.BYTES ? elements : 0];
        this.others = new Object[fraction || datatype == Datatype.BYTES ? 0 : elements];
        Arrays.fill(numbers, Double.NaN);
    }

    /**
     * Reads on from the array's start to its end. Throws MALFORMED {@code shape-malformed} for more or fewer elements than
     * expected and {@code element-malformed} for one of another type.
     */
    Cells read(JsonParser json) {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            switch (token) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                case null -> throw malformed("nothing");
                default -> element(json, token);
            }
        }
        if (count != elements) {
            throw shape();
        }
        if (datatype == Datatype.BYTES) {
            return new Cells.Texts(texts);
        }
        return numbers.length == elements && others.length == 0 ? new Cells.Numbers(numbers) : new Cells.Mixed(others);
    }

    private void element(JsonParser json, JsonToken token) {
        if (!token.isScalarValue()) {
            throw malformed("an object");
        }
        if (count == elements) {
            throw shape();
        }
        if (token != JsonToken.VALUE_NULL) {
            switch (datatype) {
                case BYTES -> texts[count] = json.getString();
                case FP16, FP32, FP64 -> {
                    if (!token.isNumeric()) {
                        throw malformed(json.getString());
                    }
                    numbers[count] = json.getDoubleValue();
                }
                case BOOL -> others[count] = truth(json, token);
                case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> others[count] = whole(json, token);
            }
        }
        count++;
    }

    private boolean truth(JsonParser json, JsonToken token) {
        String text = json.getString();
        if (token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE;
        }
        if (token == JsonToken.VALUE_NUMBER_INT && (text.equals("0") || text.equals("1"))) {
            return text.equals("1");
        }
        throw malformed(text);
    }

    private Number whole(JsonParser json, JsonToken token) {
        if (!token.isNumeric()) {
            throw malformed(json.getString());
        }
        try {
            // 21.0 is whole, 1e300 would be a number of 300 digits.
            BigInteger value = token == JsonToken.VALUE_NUMBER_INT
                    ? json.getBigIntegerValue()
                    : BigDecimal.valueOf(json.getDoubleValue()).setScale(0).toBigIntegerExact();
            if (datatype.holds(value)) {
                return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
            }
        } catch (ArithmeticException | NumberFormatException _) {
            // Refused below like a number out of range.
        }
        throw malformed(json.getString());
    }

    private ManyModelsException malformed(String element) {
        return ManyModelsException.malformed("element-malformed",
                "Element [%s] is not of datatype [%s]. Maybe a number of its range".formatted(element,
                        datatype.name()));
    }

    private ManyModelsException shape() {
        return ManyModelsException.malformed("shape-malformed",
                "The data of an input has other than the [%d] elements of its shape".formatted(elements));
    }
}
