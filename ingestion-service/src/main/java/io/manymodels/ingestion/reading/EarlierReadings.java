package io.manymodels.ingestion.reading;

import java.nio.file.Path;
import java.util.List;

/** The readings of a family before, as the catalogue keeps them. */
public interface EarlierReadings {

    /** Some of the last, the latest first. */
    List<EarlierReading> latest();

    /** Copies the rows of a snapshot into a file. Throws NOT_FOUND where they are gone. */
    void fetch(String snapshot, Path file);

    /** For a first reading, and for one that takes nothing from others. */
    static EarlierReadings none() {
        return new EarlierReadings() {
            @Override
            public List<EarlierReading> latest() {
                return List.of();
            }

            @Override
            public void fetch(String snapshot, Path file) {
                throw new IllegalStateException("There is no snapshot [%s]".formatted(snapshot));
            }
        };
    }
}
