package io.manymodels.verification.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes that break a rule, compiled on the spot: they may stand in any package, and nothing of ours is on their path. */
final class Planted {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|record|@?interface) (\\w+)");

    private Planted() {}

    /** @param sources one file each: a package and a type, with stand-ins for what they name of libraries */
    static JavaClasses compile(Path folder, List<String> sources) throws IOException {
        List<JavaFileObject> files = new ArrayList<>();
        for (String source : sources) {
            files.add(new SimpleJavaFileObject(
                    URI.create("string:///" + (first(PACKAGE, source) + "." + first(TYPE, source)).replace('.', '/')
                            + ".java"),
                    JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                }
            });
        }
        var problems = new DiagnosticCollector<JavaFileObject>();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        if (!ToolProvider.getSystemJavaCompiler().getTask(null, null, problems,
                List.of("-d", classes.toString(), "-cp", classes.toString(), "-proc:none"), null, files).call()) {
            throw new AssertionError("The planted classes do not compile: " + problems.getDiagnostics());
        }
        return new ClassFileImporter().importPath(classes);
    }

    private static String first(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("No [%s] in [%s]".formatted(pattern, source));
        }
        return matcher.group(1);
    }
}
