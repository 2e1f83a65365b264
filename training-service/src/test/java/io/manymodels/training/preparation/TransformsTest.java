package io.manymodels.training.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Task;
import io.manymodels.model.TargetTransform;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformsTest {

    private static double[] values(String text) {
        return text.isEmpty()
                ? new double[0]
                : Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @ParameterizedTest
    @CsvSource({"1 2 3,FORECAST,LOG", "1 2 3,REGRESSION,IDENTITY", "1 1 1 1 100,REGRESSION,LOG",
            "0 1 1 1 100,REGRESSION,LOG1P", "-1 2 3,FORECAST,IDENTITY", "-0.5 1 1 1 100,REGRESSION,IDENTITY",
            "'',FORECAST,IDENTITY", "7,FORECAST,LOG", "0,FORECAST,IDENTITY",
            // Three zeros in ten are still a level, four are a habit.
            "0 0 0 1 2 3 4 5 6 7,FORECAST,LOG1P", "0 0 0 0 1 2 3 4 5 6,FORECAST,IDENTITY"})
    void theTargetDecides(String y, Task task, TargetTransform transform) {
        assertThat(Transforms.choose(values(y), task)).isEqualTo(transform);
    }

    @Property
    void whatIsTransformedComesBack(@ForAll @Size(min = 1, max = 30) List<@DoubleRange(max = 1e6) Double> values,
            @ForAll Task task) {
        double[] y = values.stream().mapToDouble(Double::doubleValue).toArray();
        TargetTransform transform = Transforms.choose(y, task);

        double[] z = Transforms.forward(transform, y);

        for (int i = 0; i < y.length; i++) {
            assertThat(z[i]).isFinite();
            assertThat(transform.inverse(z[i])).isCloseTo(y[i], within(1e-6 * Math.max(1, y[i])));
        }
    }

    @Test
    void theOriginalIsLeftAlone() {
        double[] y = {1, 2, 3};

        Transforms.forward(TargetTransform.LOG, y);

        assertThat(y).containsExactly(1, 2, 3);
    }
}
