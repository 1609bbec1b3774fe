package posthorn.store.command;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonDocument;
import posthorn.store.CommandFailure;
import posthorn.store.StoreCounters;
import posthorn.store.StoreSettings;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.Storage;

/** All commands by name. Thread-safe. */
public final class Commands {
    private static final System.Logger LOG = System.getLogger(Commands.class.getName());

    @FunctionalInterface
    private interface Command {
        BsonDocument run(Request request);
    }

    private final Map<String, Command> commands = new HashMap<>();
    private final StoreCounters counters;

    /** The commands on an open storage. */
    public Commands(Storage storage, StoreSettings settings, StoreCounters counters, Clock clock) {
        this.counters = counters;
        Catalog catalog = new Catalog(storage);
        Cursors cursors = new Cursors(settings.bounds().cursors());
        addServerCommands(new ServerCommands(storage, counters, cursors, clock));
        addCollectionCommands(new CollectionCommands(catalog));
        FindCommand find = new FindCommand(catalog, cursors, settings.bounds().sortBytes());
        commands.put("find", find::find);
        commands.put("count", find::count);
        commands.put("aggregate", find::aggregate);
        commands.put("explain", new ExplainCommand(catalog)::explain);
        commands.put("getMore", cursors::getMore);
        commands.put("killCursors", cursors::kill);
        commands.put("insert", new InsertCommand(catalog)::run);
        commands.put("update", new UpdateCommand(catalog)::run);
        commands.put("delete", new DeleteCommand(catalog)::run);
        commands.put("findAndModify", new FindAndModifyCommand(catalog)::run);
    }

    private void addServerCommands(ServerCommands server) {
        commands.put("hello", server::hello);
        commands.put("isMaster", server::hello);
        commands.put("ismaster", server::hello);
        commands.put("ping", server::ping);
        commands.put("buildInfo", server::buildInfo);
        commands.put("buildinfo", server::buildInfo);
        commands.put("serverStatus", server::serverStatus);
        commands.put("endSessions", server::forgetSessions);
        commands.put("refreshSessions", server::forgetSessions);
        commands.put("killSessions", server::forgetSessions);
    }

    private void addCollectionCommands(CollectionCommands collections) {
        commands.put("create", collections::create);
        commands.put("drop", collections::drop);
        commands.put("dropDatabase", collections::dropDatabase);
        commands.put("listDatabases", collections::listDatabases);
        commands.put("listCollections", collections::listCollections);
        commands.put("createIndexes", collections::createIndexes);
        commands.put("listIndexes", collections::listIndexes);
        commands.put("dropIndexes", collections::dropIndexes);
    }

    /** Executes a command; what goes wrong becomes an answer. */
    public BsonDocument run(Request request) {
        try {
            Command command = commands.get(request.name());
            if (command == null) {
                throw new CommandFailure(
                        59, "CommandNotFound", "no such command: '" + request.name() + "'");
            }
            counters.command(request.name());
            return command.run(request);
        } catch (CommandFailure failure) {
            counters.failure();
            return Answers.failure(failure);
        } catch (RuntimeException e) {
            counters.failure();
            LOG.log(System.Logger.Level.ERROR, "the command " + request.name() + " failed", e);
            return Answers.failure(new CommandFailure(1, "InternalError", "internal error: " + e));
        }
    }
}
