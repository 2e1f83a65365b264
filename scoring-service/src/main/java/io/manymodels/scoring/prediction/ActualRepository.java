package io.manymodels.scoring.prediction;

import io.manymodels.scoring.copy.RowCopy;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.sql.BulkCopy;
import io.manymodels.sql.SqlIdentifier;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of actual values beside the predictions of families with time: empty where the spec asks for none. */
@Repository
class ActualRepository {

    private final JdbcClient jdbc;
    private final DataSource dataSource;

    ActualRepository(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    /** Creates the empty table of a run. */
    void createTable(Publication publication) {
        List<PredictionColumn> columns = publication.schema().ofActuals();
        if (!columns.isEmpty()) {
            jdbc.sql("CREATE TABLE IF NOT EXISTS %s (%s, %s int NOT NULL) WITH (autovacuum_enabled = false)".formatted(
                    PredictionTables.qualified(publication.actualTable()),
                    columns.stream().map(column -> SqlIdentifier.quote(column.name()) + " " + column.kind().sqlType())
                            .collect(Collectors.joining(", ")),
                    PredictionTables.SEQUENCE)).update();
        }
    }

    /** Copies rows into the run's table, in the current transaction. */
    void copy(Publication publication, Actuals actuals) {
        if (actuals.size() == 0) {
            return;
        }
        String[] names = Stream.concat(Stream.of(PredictionTables.SEQUENCE),
                actuals.columns().stream().map(ColumnVector::name)).toArray(String[]::new);
        try (BulkCopy copy = BulkCopy.into(dataSource,
                PredictionTables.SCHEMA + "." + publication.actualTable(), names)) {
            for (int row = 0; row < actuals.size(); row++) {
                copy.row().int4(actuals.sequence(row));
                for (ColumnVector column : actuals.columns()) {
                    RowCopy.write(copy, column, row);
                }
            }
            copy.finish();
        }
    }

    /** Makes the complete table fit to be read by key, as that of the predictions. */
    void index(Publication publication) {
        if (!publication.schema().ofActuals().isEmpty()) {
            createTable(publication);
            PredictionRepository.indexByPlace(jdbc, publication.actualTable());
            jdbc.sql("ANALYZE " + PredictionTables.qualified(publication.actualTable())).update();
        }
    }
}
