// Makes a replica set of the three nodes of compose.yaml, adds those that one lacks, and waits until it has a primary and two followers.
const hosts = ['mongodb:27017', 'mongodb-1:27017', 'mongodb-2:27017'];
const password = require('fs').readFileSync(process.env.PASSWORD_FILE, 'utf8').trim();
db.getSiblingDB('admin').auth('posthorn', password);

function count(state) {
  return rs.status().members.filter(member => member.stateStr === state).length;
}

let there = [];
try {
  there = rs.status().members.map(member => member.name);
} catch (e) {
  if (e.codeName !== 'NotYetInitialized') throw e;
  // The first one has the user already: it becomes primary wherever it can.
  rs.initiate({ _id: 'posthorn', members: [{ _id: 0, host: hosts[0], priority: 2 }] });
  there = [hosts[0]];
}
for (let second = 0; second < 180; second++) {
  if (db.hello().isWritablePrimary) {
    const missing = hosts.find(each => !there.includes(each));
    try {
      if (missing) rs.add(missing);
      there = rs.status().members.map(member => member.name);
    } catch (e) {
      print(`${missing} joins later: ${e.message}`); // the set has not yet taken in the one before it
    }
  }
  if (there.length === hosts.length && count('PRIMARY') === 1 && count('SECONDARY') === 2) quit(0);
  sleep(1000);
}
print('after three minutes the replica set has no primary with two followers');
quit(1);
