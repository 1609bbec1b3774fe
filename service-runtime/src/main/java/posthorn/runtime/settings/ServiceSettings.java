package posthorn.runtime.settings;

import io.smallrye.config.SmallRyeConfig;
import java.util.List;

/**
 * The settings of one part of the system, for {@link SettingsCheck}, which finds those that are on
 * the class path with {@link java.util.ServiceLoader}.
 */
public interface ServiceSettings {

    /** The interfaces with {@code @ConfigMapping} in which the settings stand. */
    List<Class<?>> mappings();

    /**
     * Checks what must hold of the values beyond their types, without any I/O but reading files
     * that settings name.
     *
     * @param config gives each of {@link #mappings}
     * @throws BadSetting with the first that cannot be used
     */
    void check(SmallRyeConfig config);
}
