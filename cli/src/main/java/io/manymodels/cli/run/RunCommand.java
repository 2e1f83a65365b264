package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run FAMILY}. */
@Command(name = "run", description = "Run one cycle of a family: ingest, train, promote, score.")
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Option(names = "--again", description = "Begin a cycle though another one of the family is at work")
    private boolean again;

    @Override
    public Integer call() {
        var cycle = new CycleRun(client.platform(), family, client.json());
        if (!again) {
            cycle.refuseWhileBusy();
        }
        return cycle.followToTheEnd(cycle.start());
    }
}
