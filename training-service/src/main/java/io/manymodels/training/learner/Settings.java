package io.manymodels.training.learner;

import io.manymodels.family.KnownAlgorithm.Setting;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A learner's settings: what the spec sets, and what is usual for all others. */
public final class Settings {

    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Set<String> set = new HashSet<>();

    private Settings(List<Setting> known) {
        known.forEach(setting -> values.put(setting.name(), setting.usual()));
    }

    /** What is usual. */
    public static Settings usual(List<Setting> known) {
        return new Settings(known);
    }

    /** @param given texts that have been checked against what is known */
    static Settings of(List<Setting> known, Map<String, String> given) {
        Settings settings = new Settings(known);
        given.forEach((name, text) -> settings.values.put(name, Double.parseDouble(text)));
        settings.set.addAll(given.keySet());
        return settings;
    }

    /** A setting's value. */
    public double number(Setting setting) {
        Double value = values.get(setting.name());
        return value == null ? setting.usual() : value;
    }

    /** A whole setting's value. */
    public int whole(Setting setting) {
        return (int) number(setting);
    }

    /** Whether the spec sets it. */
    public boolean isSet(Setting setting) {
        return set.contains(setting.name());
    }

    /** By name, for provenance. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> texts.put(name, Setting.text(value)));
        return texts;
    }
}
