package posthorn.runtime.crypto;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import posthorn.runtime.settings.PosthornSettings;

/** Chooses who computes signatures, before the first one is asked for. */
@Startup
@Singleton
public final class SignaturesAtStart {

    @Inject
    SignaturesAtStart(PosthornSettings settings) {
        if (settings.nativeSignatures()) {
            NativeSignatures.install();
        }
    }
}
