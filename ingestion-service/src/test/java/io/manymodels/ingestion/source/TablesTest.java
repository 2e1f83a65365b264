package io.manymodels.ingestion.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.DeclaredType;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.ingestion.source.CreatedTable.TypedColumn;
import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real small files of every kind, read as tables. */
class TablesTest {

    private static final SourceHints NOTHING = new SourceHints(Set.of(), Map.of(), Map.of(), Set.of(), null, false);

    @TempDir
    Path temporary;

    private Path landing;
    private Path work;
    private final List<Sandbox> open = new ArrayList<>();

    @BeforeEach
    void folders() throws IOException {
        landing = Files.createDirectory(temporary.toRealPath().resolve("landing"));
        work = Files.createDirectory(temporary.toRealPath().resolve("work"));
    }

    @AfterEach
    void close() {
        open.forEach(Sandbox::close);
    }

    private Path file(String name, String text) throws IOException {
        Path file = landing.resolve(name);
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write(text.getBytes(UTF_8));
        }
        return file;
    }

    private Sandbox sandbox(List<Path> files) throws IOException {
        Sandbox sandbox = Sandbox.open(Files.createTempDirectory(work, "sandbox"), files,
                new SandboxLimits("200MB", 1, 100_000_000));
        open.add(sandbox);
        return sandbox;
    }

    /** A table as strict reading has it, or, where that fails, as tolerant reading does. */
    private static CreatedTable create(Sandbox sandbox, SourceTable table, SourceHints hints) {
        CreatedTable strict = table.create(sandbox, hints, true);
        try {
            sandbox.query("SELECT * FROM source", _ -> true);
            return strict;
        } catch (ManyModelsException e) {
            return table.create(sandbox, hints, false);
        }
    }

    private Sandbox csv(SourceHints hints, Path... files) throws IOException {
        Sandbox sandbox = sandbox(List.of(files));
        create(sandbox, new CsvTable("source", "rows.csv", landing, List.of(files), work), hints);
        return sandbox;
    }

    private Sandbox typed(FileFormat format, Path... files) throws IOException {
        Sandbox sandbox = sandbox(List.of(files));
        create(sandbox, new TypedFileTable("source", "rows", landing, List.of(files), format, SourceTable.ALL_ROWS),
                NOTHING);
        return sandbox;
    }

    private static List<String> columns(Sandbox sandbox) {
        return sandbox.describe("SELECT * FROM source").stream().map(SandboxColumn::name).toList();
    }

    private static List<String> types(Sandbox sandbox) {
        return sandbox.describe("SELECT * FROM source").stream().map(SandboxColumn::type).toList();
    }

    /** Every row as DuckDB writes a list of texts. */
    private static List<String> rows(Sandbox sandbox) {
        String values = String.join(", ", columns(sandbox).stream()
                .map(name -> "CAST(\"" + name.replace("\"", "\"\"") + "\" AS VARCHAR)").toList());
        return sandbox.query("SELECT CAST([%s] AS VARCHAR) FROM source".formatted(values), row -> row.requiredText(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theDelimiterIsFound(String delimiter) throws Exception {
        String text = "k,name,y\n1,\"a, b; c\",2\n2,d,3\n3,\"say \"\"so\"\"\",4\n".replace(",", delimiter)
                .replace("a" + delimiter, "a,");

        Sandbox sandbox = csv(NOTHING, file("rows.csv", text));

        assertThat(columns(sandbox)).containsExactly("k", "name", "y");
        assertThat(sandbox.query("SELECT name FROM source ORDER BY k", row -> row.requiredText(0)))
                .containsExactly("a, b; c", "d", "say \"so\"");
        assertThat(types(sandbox)).containsExactly("BIGINT", "VARCHAR", "BIGINT");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"`k,y\n1,2\n`", "`k,y\n1,2`", "`k,y\r\n1,2\r\n`", "`\uFEFFk,y\n1,2\n`",
            "`\"k\",\"y\"\n\"1\",\"2\"\n`"})
    void howLinesEndAndBeginDoesNotMatter(String text) throws Exception {
        Sandbox sandbox = csv(NOTHING, file("rows.csv", text));

        assertThat(columns(sandbox)).containsExactly("k", "y");
        assertThat(rows(sandbox)).containsExactly("[1, 2]");
    }

    @Test
    void aPackedFileIsTheSameFile() throws Exception {
        String text = "k,y\n1,2\n3,4\n";

        assertThat(rows(csv(NOTHING, file("rows.csv.gz", text)))).isEqualTo(rows(csv(NOTHING, file("rows.csv", text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "N/A", "NaN", "nan", "NULL", "null"})
    void whatIsWrittenForNothingIsMissing(String nothing) throws Exception {
        Sandbox sandbox = csv(NOTHING, file("rows.csv", "k,x,y\n1,%1$s,2\n2,5,%1$s\n3,6,7\n".formatted(nothing)));

        assertThat(types(sandbox)).containsExactly("BIGINT", "BIGINT", "BIGINT");
        assertThat(rows(sandbox)).containsExactly("[1, NULL, 2]", "[2, 5, NULL]", "[3, 6, 7]");
    }

    @Test
    void filesOfOtherColumnsAreOneTableByTheirNames() throws Exception {
        Sandbox sandbox = csv(NOTHING, file("one.csv", "k,y,x\n1,2,3\n"), file("two.csv", "y,k,z\n20,10,a\n"));

        assertThat(columns(sandbox)).containsExactly("k", "y", "x", "z");
        assertThat(rows(sandbox)).containsExactlyInAnyOrder("[1, 2, 3, NULL]", "[10, 20, NULL, a]");
    }

    @Test
    void aNumberThatIsOneInEveryFileIsOne() throws Exception {
        Sandbox sandbox = csv(NOTHING, file("one.csv", "k,y\n1,2\n"), file("two.csv", "k,y\n1,2.5\n"),
                file("three.csv", "k,y\n1,\n"));

        assertThat(types(sandbox)).containsExactly("BIGINT", "DOUBLE");
        assertThat(rows(sandbox)).containsExactlyInAnyOrder("[1, 2.0]", "[1, 2.5]", "[1, NULL]");
    }

    @Test
    void aHeaderAloneIsATableWithoutRows() throws Exception {
        Sandbox sandbox = csv(NOTHING, file("rows.csv", "k,y\n"));

        assertThat(columns(sandbox)).containsExactly("k", "y");
        assertThat(rows(sandbox)).isEmpty();
    }

    @Test
    void namesThatComeTwiceAreTwoColumns() throws Exception {
        Sandbox sandbox = csv(NOTHING, file("rows.csv", "k,y,y\n1,2,3\n4,5,6\n"));

        assertThat(columns(sandbox)).hasSize(3).doesNotHaveDuplicates().startsWith("k", "y");
        assertThat(rows(sandbox)).containsExactly("[1, 2, 3]", "[4, 5, 6]");
    }

    @Test
    void aLineThatDoesNotFitIsLeftOutAndKept() throws Exception {
        Path file = file("rows.csv", "k,y\n" + "1,2\n".repeat(30_000) + "1,2,3\n" + "1,2\n".repeat(10));
        Sandbox sandbox = sandbox(List.of(file));

        CreatedTable table = create(sandbox, new CsvTable("source", "rows.csv", landing, List.of(file), work), NOTHING);

        assertThat(sandbox.first("SELECT count(*) FROM source", row -> row.integer(0))).hasValue(30_010L);
        assertThat(sandbox.query("SELECT DISTINCT line FROM \"%s\"".formatted(table.rejects()), row -> row.integer(0)))
                .containsExactly(30_002L);
    }

    @Test
    void aSlipBehindTheSampleIsFoundWhenItIsRead() throws Exception {
        Path file = file("rows.csv", "k,y\n" + "1,2\n".repeat(25_000) + "1,two\n");
        Sandbox sandbox = sandbox(List.of(file));
        CsvTable csv = new CsvTable("source", "rows.csv", landing, List.of(file), work);

        assertThat(csv.create(sandbox, NOTHING, true).exact()).isTrue();
        assertThatThrownBy(() -> sandbox.query("SELECT sum(y) FROM source", _ -> true)).hasMessageContaining("two");
        CreatedTable tolerant = csv.create(sandbox, NOTHING, false);

        assertThat(tolerant.exact()).isFalse();
        assertThat(tolerant.typed()).extracting(TypedColumn::name).containsExactly("k", "y");
        assertThat(sandbox.first("SELECT sum(y) FROM source", row -> row.integer(0))).hasValue(50_000L);
        assertThat(sandbox.query("SELECT y FROM \"%s\" WHERE y = 'two'".formatted(tolerant.rawTable()),
                row -> row.requiredText(0))).containsExactly("two");
    }

    @Test
    void aColumnThatIsEmptyAtTheBeginningIsWhatComesLater() throws Exception {
        Sandbox sandbox = csv(NOTHING, file("rows.csv", "k,x\n" + "1,\n".repeat(25_000) + "1,2.5\n"));

        assertThat(types(sandbox)).containsExactly("BIGINT", "DOUBLE");
        assertThat(sandbox.first("SELECT max(x) FROM source", row -> row.number(0))).hasValue(2.5);
    }

    @Test
    void whatADeclaredColumnBringsIsReadAsItIsDeclared() throws Exception {
        SourceHints declared = new SourceHints(Set.of(),
                Map.of("k", new DeclaredType(DeclaredType.Kind.TEXT, null), "d",
                        new DeclaredType(DeclaredType.Kind.DATE, "%d.%m.%Y")),
                Map.of(), Set.of(), null, false);

        Sandbox sandbox = csv(declared, file("rows.csv", "k,d\n007,05.03.2024\n008,06.03.2024\n"));

        assertThat(types(sandbox)).containsExactly("VARCHAR", "DATE");
        assertThat(rows(sandbox)).containsExactly("[007, 2024-03-05]", "[008, 2024-03-06]");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"rows.json|`[{\"k\":1,\"y\":2.5},{\"k\":2,\"y\":null}]`",
            "rows.json|`{\"k\":1,\"y\":2.5}\n{\"k\":2}\n`", "rows.jsonl|`{\"k\":1,\"y\":2.5}\n{\"k\":2}\n`",
            "rows.ndjson.gz|`{\"k\":1,\"y\":2.5}\n{\"k\":2}\n`"})
    void jsonIsAnArrayOrAnObjectALine(String name, String text) throws Exception {
        Sandbox sandbox = typed(FileFormat.JSON, file(name, text));

        assertThat(columns(sandbox)).containsExactly("k", "y");
        assertThat(rows(sandbox)).containsExactly("[1, 2.5]", "[2, NULL]");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"rows.json|`{\"k\":1`", "rows.json|`[1, 2`",
            "rows.json|`no json`", "rows.parquet|`PAR1 no parquet PAR1`", "rows.parquet|`x`"})
    void aDamagedFileIsNamed(String name, String text) throws Exception {
        Path file = file(name, text);

        assertThatThrownBy(() -> {
            Sandbox sandbox = typed(name.endsWith("json") ? FileFormat.JSON : FileFormat.PARQUET, file);
            sandbox.query("SELECT * FROM source", _ -> true);
        }).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("source-unreadable");
            assertThat(e.getMessage()).contains("[rows] cannot be read", "Maybe the file is damaged");
        });
    }

    private Path parquet(String name, String select) throws SQLException {
        Path file = landing.resolve(name);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(select, file));
        }
        return file;
    }

    @Test
    void parquetFilesOfOtherColumnsAreOneTableByTheirNames() throws Exception {
        Sandbox sandbox = typed(FileFormat.PARQUET, parquet("one.parquet", "SELECT 1 AS k, 2 AS y"),
                parquet("two.parquet", "SELECT 2.5::DOUBLE AS y, 3 AS k, 'a' AS z"));

        assertThat(columns(sandbox)).containsExactly("k", "y", "z");
        assertThat(rows(sandbox)).containsExactlyInAnyOrder("[1, 2.0, NULL]", "[3, 2.5, a]");
    }

    @Test
    void theBeginningOfATypedFileIsItsFirstRows() throws Exception {
        Path file = parquet("rows.parquet", "SELECT range AS k FROM range(1000)");
        Sandbox sandbox = sandbox(List.of(file));
        new TypedFileTable("source", "rows.parquet", landing, List.of(file), FileFormat.PARQUET, 10).create(sandbox,
                NOTHING,
                true);

        assertThat(sandbox.first("SELECT count(*), max(k) FROM source", row -> row.integer(0) + row.integer(1)))
                .hasValue(10L + 9);
    }

    @Test
    void aDeclaredColumnOfATypedFileIsReadThroughItsText() throws Exception {
        Path file = parquet("rows.parquet", "SELECT 45356 AS d, 20242 AS q, 7 AS k");
        Sandbox sandbox = sandbox(List.of(file));
        new TypedFileTable("source", "rows.parquet", landing, List.of(file), FileFormat.PARQUET, SourceTable.ALL_ROWS)
                .create(
                        sandbox,
                        new SourceHints(Set.of(), Map.of("d", new DeclaredType(DeclaredType.Kind.EXCEL_DATE, null), "q",
                                new DeclaredType(DeclaredType.Kind.QUARTER, null), "k",
                                new DeclaredType(DeclaredType.Kind.TEXT, null)), Map.of(), Set.of(), null, false),
                        true);

        assertThat(types(sandbox)).containsExactly("DATE", "DATE", "VARCHAR");
        assertThat(rows(sandbox)).containsExactly("[2024-03-05, 2024-04-01, 7]");
    }
}
