package io.manymodels.cli;

import io.manymodels.cli.data.GenerateCommand;
import io.manymodels.cli.family.ApplyCommand;
import io.manymodels.cli.family.DeleteCommand;
import io.manymodels.cli.family.FamiliesCommand;
import io.manymodels.cli.inspection.InitCommand;
import io.manymodels.cli.inspection.InspectCommand;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.cli.prediction.PredictCommand;
import io.manymodels.cli.prediction.PredictionsCommand;
import io.manymodels.cli.prediction.ShowCommand;
import io.manymodels.cli.release.ApproveCommand;
import io.manymodels.cli.release.DeclineCommand;
import io.manymodels.cli.release.LeaderboardCommand;
import io.manymodels.cli.release.PromoteCommand;
import io.manymodels.cli.release.ReleasesCommand;
import io.manymodels.cli.release.ReportCommand;
import io.manymodels.cli.release.RollbackCommand;
import io.manymodels.cli.run.BacktestCommand;
import io.manymodels.cli.run.CancelCommand;
import io.manymodels.cli.run.FailuresCommand;
import io.manymodels.cli.run.FollowCommand;
import io.manymodels.cli.run.IngestCommand;
import io.manymodels.cli.run.RunCommand;
import io.manymodels.cli.run.RunsCommand;
import io.manymodels.cli.stack.BackupCommand;
import io.manymodels.cli.stack.ConsoleCommand;
import io.manymodels.cli.stack.DemoCommand;
import io.manymodels.cli.stack.DownCommand;
import io.manymodels.cli.stack.EnvCommand;
import io.manymodels.cli.stack.LogsCommand;
import io.manymodels.cli.stack.RestoreCommand;
import io.manymodels.cli.stack.StatusCommand;
import io.manymodels.cli.stack.UpCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./manymodels}. */
@Command(name = "manymodels", mixinStandardHelpOptions = true, version = "many-models 0.1.0", description = "Many models machine learning: one model per key, thousands to millions of them.", synopsisSubcommandLabel = "VERB", commandListHeading = "%nVerbs:%n", footer = {
        "", "Exit codes: 0 done; 1 the result is negative (a run failed, nothing runs); 2 the command or its input is",
        "wrong; 3 the platform does not answer or refuses the key.",
        "Environment: MANYMODELS_URL_INGESTION .. MANYMODELS_URL_REALTIME, MANYMODELS_API_KEY, MANYMODELS_DATA."}, subcommands = {
                UpCommand.class, DownCommand.class, StatusCommand.class, LogsCommand.class, DemoCommand.class,
                BackupCommand.class, RestoreCommand.class,
                ApplyCommand.class, InitCommand.class, InspectCommand.class, FamiliesCommand.class, DeleteCommand.class,
                IngestCommand.class, RunCommand.class,
                BacktestCommand.class, RunsCommand.class, FollowCommand.class, FailuresCommand.class,
                CancelCommand.class, LeaderboardCommand.class, PromoteCommand.class, ApproveCommand.class,
                DeclineCommand.class, ReleasesCommand.class, RollbackCommand.class, PredictionsCommand.class,
                PredictCommand.class, ShowCommand.class, ReportCommand.class, ConsoleCommand.class,
                GenerateCommand.class,
                EnvCommand.class,
                HelpCommand.class})
public final class ManyModels implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var commandLine = new CommandLine(new ManyModels());
        commandLine.setUsageHelpWidth(110);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler(ManyModels::misused);
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        commandLine.getSubcommands()
                .values()
                .forEach(verb -> verb.getCommandSpec().mixinStandardHelpOptions(
                        verb.getCommandSpec().userObject() instanceof HelpCommand ? false : true));
        return commandLine;
    }

    private static int misused(ParameterException e, String[] arguments) {
        if (e instanceof UnmatchedArgumentException unmatched && e.getCommandLine().getParent() == null) {
            List<String> close = unmatched.getSuggestions();
            Terminal.say("manymodels: Unknown verb (" + unmatched.getUnmatched().getFirst() + "). Maybe "
                    + (close.isEmpty() ? "ask: ./manymodels help" : String.join(" or ", close)));
            return CommandFailure.USAGE;
        }
        Terminal.say("manymodels: " + e.getMessage() + ". Maybe ask: ./manymodels help"
                + (e.getCommandLine().getCommandName().equals("manymodels")
                        ? ""
                        : " " + e.getCommandLine().getCommandName()));
        return CommandFailure.USAGE;
    }

    private static int failed(Exception e) throws Exception {
        if (e instanceof CommandFailure failure) {
            Terminal.say("manymodels: " + failure.getMessage());
            failure.details().forEach(detail -> Terminal.say("  " + detail));
            return failure.exitCode();
        }
        throw e;
    }

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "A verb is missing");
    }
}
