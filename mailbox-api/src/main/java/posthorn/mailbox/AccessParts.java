package posthorn.mailbox;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.registry.AccessChanges;
import posthorn.mailbox.registry.AccountSwitches;
import posthorn.mailbox.registry.AppPasswords;
import posthorn.mailbox.registry.RecentSignIns;
import posthorn.mailbox.registry.RecordedSignIns;
import posthorn.mailbox.secondfactor.SecondFactorSetup;
import posthorn.mailbox.signin.SecondFactors;
import posthorn.mailbox.signin.SignInRecorder;

/** Hands what says how owners of accounts come in to the services that are called from outside. */
final class AccessParts {

    private AccessParts() {}

    @Produces
    @Singleton
    static AccessStore store(Service service) {
        return service.components().directory().access().store();
    }

    @Produces
    @Singleton
    static AccessChanges changes(Service service) {
        return service.components().directory().access().changes();
    }

    @Produces
    @Singleton
    static AccessRules rules(Service service) {
        return service.components().directory().access().rules();
    }

    @Produces
    @Singleton
    static AccountSwitches switches(Service service) {
        return service.components().directory().access().switches();
    }

    @Produces
    @Singleton
    static AppPasswords appPasswords(Service service) {
        return service.components().directory().appPasswords();
    }

    @Produces
    @Singleton
    static SecondFactors secondFactors(Service service) {
        return service.components().directory().access().secondFactors();
    }

    @Produces
    @Singleton
    static SecondFactorSetup secondFactorSetup(Service service) {
        return service.components().directory().access().setup();
    }

    @Produces
    @Singleton
    static RecordedSignIns recorded(Service service) {
        return service.components().directory().access().recorded();
    }

    @Produces
    @Singleton
    static SignInRecorder recorder(Service service) {
        return service.components().directory().access().recorder();
    }

    @Produces
    @Singleton
    static RecentSignIns recent(Service service) {
        MailboxComponents node = service.components();
        return node.directory()
                .access()
                .recent(
                        node.directory().signIns().attempts(),
                        node.directory().registry(),
                        node.directory().appPasswords());
    }
}
