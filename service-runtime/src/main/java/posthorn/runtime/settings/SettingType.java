package posthorn.runtime.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValue;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the value of a setting has to be.
 *
 * @param type of the value, or of each value of a list
 * @param list whether there may be several, separated by commas
 * @param needed whether there has to be one
 */
record SettingType(Class<?> type, boolean list, boolean needed) {

    private static final Set<String> YES_AND_NO =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "1", "0");

    /** Words in the key of a setting whose value is not shown. */
    private static final Set<String> SECRET = Set.of("password", "secret", "token", "uri");

    /** Of the setting that a method of a mapping declares. */
    static SettingType of(Method method) {
        Type type = method.getGenericReturnType();
        boolean optional = false;
        if (raw(type) == Optional.class) {
            optional = true;
            type = argument(type);
        }
        boolean list = raw(type) == List.class;
        Class<?> value = raw(list ? argument(type) : type);
        boolean number = value == OptionalInt.class || value == OptionalLong.class;
        return new SettingType(value, list, !optional && !list && !number);
    }

    /** Refuses a value that is not of the type. */
    void check(String key, ConfigValue value) {
        String text = value.getValue();
        if (text == null || text.isBlank()) {
            // A value that has a default and is blank counts as set to nothing.
            if (needed && value.getConfigSourceName() != null) {
                throw new BadSetting(key, "is empty, has to be " + wanted() + ".");
            }
            return;
        }
        boolean fits =
                list
                        ? Arrays.stream(text.split(",")).map(String::strip).allMatch(this::fits)
                        : fits(text.strip());
        if (!fits) {
            throw new BadSetting(key, shown(key, value) + ", has to be " + wanted() + ".");
        }
    }

    /** The value for people, {@code is 'x'}; not that of a setting that may be secret. */
    static String shown(String key, ConfigValue value) {
        boolean secret = Arrays.stream(key.split("[.-]")).anyMatch(SECRET::contains);
        return secret ? "has a value that is not shown" : "is '" + value.getValue() + "'";
    }

    private boolean fits(String text) {
        try {
            if (type == int.class || type == OptionalInt.class || type == Integer.class) {
                Integer.parseInt(text);
            } else if (type == long.class || type == OptionalLong.class || type == Long.class) {
                Long.parseLong(text);
            } else if (type == double.class) {
                return Double.isFinite(Double.parseDouble(text));
            } else if (type == boolean.class) {
                return YES_AND_NO.contains(text.toLowerCase(Locale.ROOT));
            } else if (type == Duration.class) {
                return !DurationConverter.parseDuration(text).isNegative();
            } else if (type == Path.class) {
                return !Path.of(text).toString().isEmpty();
            } else if (type.isEnum()) {
                return names().contains(text.toLowerCase(Locale.ROOT).replace('_', '-'));
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String wanted() {
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == Duration.class) {
            return "a duration as in 500ms, 10s, 5m, 4h or 30d";
        }
        if (type == Path.class) {
            return "a path";
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", names());
        }
        return type == String.class ? "a text" : "a whole number";
    }

    private Set<String> names() {
        return Arrays.stream(type.getEnumConstants())
                .map(name -> name.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }
}
