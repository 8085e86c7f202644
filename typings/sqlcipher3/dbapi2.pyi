"""The names of sqlite3's interface we use, which sqlcipher3 offers under its own roof."""

from sqlite3.dbapi2 import Binary as Binary
from sqlite3.dbapi2 import Connection as Connection
from sqlite3.dbapi2 import Cursor as Cursor
from sqlite3.dbapi2 import DatabaseError as DatabaseError
from sqlite3.dbapi2 import Error as Error
from sqlite3.dbapi2 import IntegrityError as IntegrityError
from sqlite3.dbapi2 import OperationalError as OperationalError
from sqlite3.dbapi2 import ProgrammingError as ProgrammingError
from sqlite3.dbapi2 import Row as Row
from sqlite3.dbapi2 import connect as connect
from sqlite3.dbapi2 import sqlite_version as sqlite_version
from sqlite3.dbapi2 import sqlite_version_info as sqlite_version_info
