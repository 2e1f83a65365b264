package io.manymodels.ingestion.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec.Reading;
import io.manymodels.problem.ManyModelsException.Detail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class SpecDoorTest {

    private static final String SPEC = """
            family: daily
            source: {files: a.csv}
            key: [k]
            time: day
            target: y
            task: regression
            """;

    private final SpecDoor door = new SpecDoor(Mockito.mock(KnownAlgorithmRepository.class));

    private Reading read(String spec) throws IOException {
        return door.read(new ByteArrayInputStream(spec.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void holidaysOfAnUnknownCountryAreRefusedWithTheClosestAndAllElseThatIsWrong() throws IOException {
        Reading alone = read(SPEC + "calendar: {holidays: Germany}\n");
        Reading both = read(SPEC.replace("key: [k]", "key: []") + "calendar: {holidays: DX}\n");

        assertThat(alone).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.problems()).singleElement().isEqualTo(new Detail("calendar.holidays",
                        "[Germany] is no country whose holidays are known. Maybe [DE]")));
        assertThat(both).isInstanceOfSatisfying(Reading.Invalid.class, invalid -> assertThat(invalid.problems())
                .extracting(Detail::path).containsExactly("key", "calendar.holidays"));
    }

    @Test
    void knownHolidaysAndNoneAreTaken() throws IOException {
        assertThat(read(SPEC + "calendar: {holidays: DE-BY}\n")).isInstanceOf(Reading.Valid.class);
        assertThat(read(SPEC)).isInstanceOf(Reading.Valid.class);
    }
}
