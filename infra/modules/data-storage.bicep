// The account that the pipeline works on. Names are the pipeline's constants: a test holds them together.
import { StorageEndpoints } from 'types.bicep'

param name string
param location string
param tags object

@description('Copies of the data: in one data centre, or in three.')
param redundancy string

@description('Days for which a deleted blob can be brought back.')
param deletedDays int

// What people drop in, and what they find there.
var inputContainers = ['clients', 'imports', 'notes', 'templates']
var resultContainers = ['client-status', 'digests', 'quarantine']

// Events that could not be delivered. The hourly reconciliation finds what they were about.
var deadLetterContainer = 'event-dead-letters'

// Each queue has its poison queue, to which the fifth failure leads.
var queues = [
  'blob-events'
  'blob-events-poison'
  'digest'
  'digest-poison'
  'fetch'
  'fetch-poison'
  'report'
  'report-poison'
  'send'
  'send-poison'
  'sweep'
  'sweep-poison'
]

var tables = [
  'Audit'
  'Clients'
  'Consultants'
  'Credentials'
  'Cursors'
  'Deliveries'
  'Due'
  'Failures'
  'Kpis'
  'Posts'
  'Quotas'
  'Readings'
  'Recipients'
  'Runs'
  'Suppressions'
]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: deletedDays }
      containerDeleteRetentionPolicy: { enabled: true, days: deletedDays }
    }

    resource containers 'containers' = [
      for container in concat(inputContainers, resultContainers, [deadLetterContainer]): {
        name: container
      }
    ]
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource all 'queues' = [
      for queue in queues: {
        name: queue
      }
    ]
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource all 'tables' = [
      for table in tables: {
        name: table
      }
    ]
  }
}

output id string = account.id
output name string = account.name
output eventQueue string = 'blob-events'
output deadLetterContainer string = deadLetterContainer
output inputContainers string[] = inputContainers
output resultContainers string[] = resultContainers
output endpoints StorageEndpoints = {
  blob: account.properties.primaryEndpoints.blob
  queue: account.properties.primaryEndpoints.queue
  table: account.properties.primaryEndpoints.table
}
