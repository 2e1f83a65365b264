package io.manymodels.family;

import io.manymodels.digest.Sha256;
import io.manymodels.family.FamilySpec.Ingestion;
import io.manymodels.family.FamilySpec.Origin;
import io.manymodels.family.FamilySpec.Quality;
import io.manymodels.family.FamilySpec.Reconcile;
import io.manymodels.family.FamilySpec.Source;
import io.manymodels.family.FamilySpec.Time;
import io.manymodels.family.FamilySpec.Training;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The canonical JSON of a spec. Reading it gives an equal spec. */
final class SpecJson {

    private SpecJson() {}

    static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ObjectNode write(FamilySpec spec) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("family", spec.family());
        if (!spec.description().isEmpty()) {
            json.put("description", spec.description());
        }
        json.set("source", source(spec.source()));
        if (spec.transform() != null) {
            json.put("transform", spec.transform());
        }
        json.set("key", texts(spec.key()));
        if (spec.time() != null) {
            json.set("time", time(spec.time()));
        }
        if (spec.holidays() != null) {
            json.putObject("calendar").put("holidays", spec.holidays());
        }
        json.put("target", spec.target());
        json.put("task", spec.task().wire());
        ObjectNode columns = json.putObject("columns");
        columns.set("known", texts(spec.columns().known()));
        columns.set("observed", texts(spec.columns().observed()));
        columns.set("static", texts(spec.columns().statics()));
        columns.set("ignored", texts(spec.columns().ignored()));
        if (!spec.columns().id().isEmpty()) {
            columns.set("id", texts(spec.columns().id()));
        }
        if (!spec.columns().types().isEmpty()) {
            ObjectNode types = columns.putObject("types");
            new TreeMap<>(spec.columns().types()).forEach((column, type) -> types.put(column, type.toString()));
        }
        ingestion(json, spec.ingestion());
        if (spec.forecast() != null) {
            ObjectNode forecast = json.putObject("forecast").put("gap", spec.forecast().gap()).put("horizon",
                    spec.forecast().horizon());
            if (spec.forecast().from() != Origin.FAMILY_END) {
                forecast.put("from", wire(spec.forecast().from()));
            }
        }
        json.set("training", training(spec.training()));
        json.set("group", texts(spec.group()));
        if (spec.reconcile() != null) {
            ArrayNode by = texts(spec.reconcile().by());
            if (spec.reconcile().method() == Reconcile.Method.BOTTOM_UP) {
                json.set("reconcile", by);
            } else {
                json.putObject("reconcile").put("method", wire(spec.reconcile().method())).set("by", by);
            }
        }
        ObjectNode promotion = json.putObject("promotion");
        promotion.put("approval", wire(spec.promotion().approval()));
        ArrayNode rules = promotion.putArray("rules");
        spec.promotion().rules().forEach(rule -> rules.add(rule(rule)));
        ObjectNode scoring = json.putObject("scoring");
        scoring.put("rows", wire(spec.scoring().rows()));
        ArrayNode intervals = scoring.putArray("intervals");
        spec.scoring().intervals().forEach(intervals::add);
        if (spec.scoring().explanations()) {
            scoring.put("explanations", true);
        }
        if (spec.reporting().actuals() > 0) {
            json.putObject("reporting").put("actuals", spec.reporting().actuals());
        }
        if (spec.schedule() != null) {
            json.putObject("schedule").put("cron", spec.schedule().cron()).put("zone", spec.schedule().zone().getId());
        }
        return json;
    }

    static String modelHash(FamilySpec spec) {
        ObjectNode json = write(spec);
        ObjectNode training = (ObjectNode) json.get("training");
        // They decide whether a run succeeds and how long it may take, not what a model is.
        training.remove(List.of("errorBudget", "timeout"));
        // What a prediction is for is no part of how it is made.
        ((ObjectNode) json.get("columns")).remove("id");
        json.retain("key", "time", "calendar", "target", "task", "columns", "forecast", "training", "group");
        return Sha256.hex(json.toString());
    }

    private static ObjectNode source(Source source) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (source) {
            case Source.Files files -> json.put("files", files.files());
            case Source.Jdbc jdbc -> {
                ObjectNode object = json.putObject("jdbc");
                object.put("connection", jdbc.connection()).put("query", jdbc.query());
                if (!jdbc.queries().isEmpty()) {
                    object.set("tables", named(jdbc.queries()));
                }
            }
        }
        if (!source.tables().isEmpty()) {
            json.set("tables", named(source.tables()));
        }
        return json;
    }

    /** What is not as usual. */
    private static void ingestion(ObjectNode json, Ingestion ingestion) {
        if (ingestion.quality() != Quality.TOLERANT) {
            json.put("quality", wire(ingestion.quality()));
        }
        ObjectNode guards = JsonNodeFactory.instance.objectNode();
        if (ingestion.vanishedKeys() != null) {
            guards.put("vanishedKeys", Quantities.text(ingestion.vanishedKeys()));
        }
        if (ingestion.rows() != null) {
            guards.put("rows", Quantities.text(-ingestion.rows()));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (!guards.isEmpty()) {
            object.set("guards", guards);
        }
        if (ingestion.fullRefresh()) {
            object.put("fullRefresh", true);
        }
        if (!ingestion.retention().equals(Ingestion.USUAL_RETENTION)) {
            object.put("retention", ingestion.retention().toDays() + "d");
        }
        if (!object.isEmpty()) {
            json.set("ingestion", object);
        }
    }

    private static ObjectNode time(Time time) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("column", time.column());
        if (time.unit() != null) {
            json.put("unit", time.unit().wire());
        }
        if (time.epoch() != null) {
            json.put("epoch", time.epoch().toString());
        }
        if (time.frequency() != null) {
            json.put("frequency", time.frequency().wire());
        }
        if (time.zone() != null) {
            json.put("zone", time.zone().getId());
        }
        if (time.calendar() != null) {
            json.set("calendar", texts(time.calendar().texts()));
        }
        return json;
    }

    private static ObjectNode training(Training training) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (training.algorithms().isEmpty()) {
            json.put("algorithms", "auto");
        } else {
            json.set("algorithms", algorithms(training.algorithms()));
        }
        json.put("metric", training.metric().wire()).put("point", wire(training.point())).put("windows",
                training.windows());
        if (training.history() != null) {
            json.put("history", Quantities.text(training.history()));
        }
        json.put("minimumRows", training.minimumRows()).put("errorBudget", training.errorBudget().toString())
                .put("timeout", Quantities.text(training.timeout()));
        if (training.selectionEvery() > 1) {
            json.putObject("selection").put("every", training.selectionEvery());
        }
        if (training.budget() != null) {
            json.putObject("budget").put(training.budget().perThousandKeys() ? "perThousandKeys" : "total",
                    Quantities.text(training.budget().time()));
        }
        return json;
    }

    private static ArrayNode algorithms(List<AlgorithmChoice> choices) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (AlgorithmChoice choice : choices) {
            if (choice.settings().isEmpty()) {
                json.add(choice.name());
            } else {
                json.addObject().set(choice.name(), named(choice.settings()));
            }
        }
        return json;
    }

    private static ObjectNode rule(Rule rule) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("metric", rule.metric());
        return switch (rule.bound()) {
            case Rule.AtMost(double limit) -> json.put("atMost", limit);
            case Rule.AtLeast(double limit) -> json.put("atLeast", limit);
            case Rule.WorseThanChampionByAtMost(double amount, boolean relative) -> relative
                    ? json.put("worseThanChampionByAtMost",
                            BigDecimal.valueOf(amount).movePointRight(2).stripTrailingZeros().toPlainString() + "%")
                    : json.put("worseThanChampionByAtMost", amount);
        };
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        texts.forEach(json::add);
        return json;
    }

    private static ObjectNode named(Map<String, String> named) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(named).forEach(json::put);
        return json;
    }
}
