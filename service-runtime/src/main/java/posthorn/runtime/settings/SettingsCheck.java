package posthorn.runtime.settings;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Checks all settings before anything starts: that every key is known, that every value is of its
 * type, and what each {@link ServiceSettings} wants. Knows the same sources as the application
 * itself.
 *
 * <p>An environment variable that stands for no setting is not refused: Kubernetes makes variables
 * of its own for each Service, {@code POSTHORN_…_PORT} among them.
 */
public final class SettingsCheck {

    private static final String ROOT = "posthorn.";
    private static final String ENVIRONMENT = "EnvConfigSource";

    private final List<ServiceSettings> services;
    private final List<ConfigSource> sources;

    private SettingsCheck(List<ServiceSettings> services, List<ConfigSource> sources) {
        this.services = services;
        this.sources = sources;
    }

    /**
     * Checks the settings of every service on the class path.
     *
     * @return all of them
     * @throws BadSetting with the first that cannot be used
     */
    public static SmallRyeConfig run() {
        List<ServiceSettings> found = new ArrayList<>();
        ServiceLoader.load(ServiceSettings.class).forEach(found::add);
        return new SettingsCheck(found, List.of()).check();
    }

    /** The same for these services, with sources besides the usual ones. */
    static SmallRyeConfig run(List<ServiceSettings> services, List<ConfigSource> sources) {
        return new SettingsCheck(services, sources).check();
    }

    private SmallRyeConfig check() {
        Map<String, SettingType> known = known();
        SmallRyeConfig plain = builder().build();
        keys(plain, known);
        known.forEach((key, type) -> type.check(key, plain.getConfigValue(key)));
        SmallRyeConfig typed = typed();
        services.forEach(service -> service.check(typed));
        return typed;
    }

    private Map<String, SettingType> known() {
        Map<String, SettingType> known = new TreeMap<>();
        for (ServiceSettings service : services) {
            for (Class<?> mapping : service.mappings()) {
                Map<String, Property> properties =
                        ConfigMappings.getProperties(ConfigClass.configClass(mapping));
                properties.forEach((name, property) ->
                        known.put(withoutIndex(name), SettingType.of(property.getMethod())));
            }
        }
        return known;
    }

    private static String withoutIndex(String name) {
        return name.endsWith("]") ? name.substring(0, name.lastIndexOf('[')) : name;
    }

    private static void keys(SmallRyeConfig config, Map<String, SettingType> known) {
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(ROOT)
                    && !known.containsKey(withoutIndex(name))
                    && !AbsentServiceSettings.names(name)) {
                ConfigValue value = config.getConfigValue(name);
                String source = String.valueOf(value.getConfigSourceName());
                if (!source.startsWith(ENVIRONMENT)) {
                    throw unknown(name, value, known);
                }
            }
        }
    }

    private static BadSetting unknown(
            String name, ConfigValue value, Map<String, SettingType> known) {
        Optional<String> nearest = NearestName.of(name, known.keySet());
        return new BadSetting(
                name,
                SettingType.shown(name, value)
                        + "; there is no such setting"
                        + nearest.map(other -> ", the nearest one is " + other).orElse("")
                        + ".");
    }

    private SmallRyeConfig typed() {
        SmallRyeConfigBuilder builder = builder().withMappingIgnore(ROOT + "**");
        services.stream().flatMap(s -> s.mappings().stream()).forEach(builder::withMapping);
        try {
            return builder.build();
        } catch (ConfigValidationException e) {
            // Each value was checked before; what is left is told as it is, in one line.
            String first = e.getProblemCount() > 0 ? e.getProblem(0).getMessage() : e.getMessage();
            throw new BadSetting(ROOT + "*", String.valueOf(first).lines().findFirst().orElse(""));
        }
    }

    private SmallRyeConfigBuilder builder() {
        return ConfigUtils.configBuilder().withSources(sources);
    }
}
