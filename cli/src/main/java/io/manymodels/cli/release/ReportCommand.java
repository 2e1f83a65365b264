package io.manymodels.cli.release;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Console;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report FAMILY}. */
@Command(name = "report", description = "Write a family's report: one HTML file that needs nothing else, for mail or a folder.")
public final class ReportCommand implements Callable<Integer> {

    private static final int MOST = 200;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Option(names = "--out", required = true, paramLabel = "FILE.html", description = "Where it is written")
    private Path out = Path.of("report.html");

    @Option(names = "--keys", paramLabel = "N", defaultValue = "12", description = "Keys drawn of the worst, of the best and by chance; default ${DEFAULT-VALUE}")
    private int keys = 12;

    @Override
    public Integer call() {
        if (keys < 1 || keys > MOST) {
            throw CommandFailure.usage("Cannot draw (" + keys + ") keys. Maybe 1 to " + MOST);
        }
        try (InputStream report = Console.of(client.platform()).report(family, keys)) {
            Files.copy(report, out, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandFailure.negative("Cannot write (" + out + "): " + e.getMessage() + ". Maybe another folder");
        }
        Terminal.say("The report of " + family + " is in " + out);
        return 0;
    }
}
