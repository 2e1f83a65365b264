package io.manymodels.ingestion.family;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.holiday.PublicHolidays;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads specs that callers send, by the algorithms that the training service has now. */
@Component
public class SpecDoor {

    private static final int LARGEST_BYTES = 2_000_000;

    private final KnownAlgorithmRepository algorithms;

    SpecDoor(KnownAlgorithmRepository algorithms) {
        this.algorithms = algorithms;
    }

    /** @param body YAML or JSON; MALFORMED {@code body-too-large} beyond 2 MB */
    public FamilySpec.Reading read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BYTES + 1);
        if (bytes.length > LARGEST_BYTES) {
            throw ManyModelsException.malformed("body-too-large",
                    "The body has more than [%d] bytes. Maybe it is not a family spec".formatted(LARGEST_BYTES));
        }
        return withHolidays(FamilySpec.read(new String(bytes, StandardCharsets.UTF_8), algorithms.all()));
    }

    private static FamilySpec.Reading withHolidays(FamilySpec.Reading reading) {
        FamilySpec spec = switch (reading) {
            case FamilySpec.Reading.Valid valid -> valid.spec();
            case FamilySpec.Reading.Invalid invalid -> invalid.draft();
        };
        String problem = spec == null || spec.holidays() == null
                ? null
                : PublicHolidays.problem(spec.holidays()).orElse(null);
        if (problem == null) {
            return reading;
        }
        List<Detail> problems = reading instanceof FamilySpec.Reading.Invalid invalid ? invalid.problems() : List.of();
        return new FamilySpec.Reading.Invalid(
                Stream.concat(problems.stream(), Stream.of(new Detail("calendar.holidays", problem))).toList(), spec);
    }
}
